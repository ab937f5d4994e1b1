"""The very first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from communities.switcher import all_memberships


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Say what this is, or bring a person to where he belongs."""
    if not request.user.is_authenticated:
        return render(request, "communities/front.html")
    entries = all_memberships(request.user)
    mine = [entry for entry in entries if entry.status == "active"]
    if len(mine) == 1 and not request.user.is_staff:
        return redirect(mine[0].url)
    asked = [entry for entry in entries if entry.status == "requested"]
    context = {"mine": mine, "asked": asked}
    return render(request, "communities/my_communities.html", context)
