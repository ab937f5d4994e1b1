"""Topics like the one that is being opened."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import MemberRequest, member_required
from forums.alike import topics_alike


@require_safe
@member_required
def alike(request: MemberRequest) -> HttpResponse:
    """Return a piece of the page on which a topic is opened."""
    found = topics_alike(request.member, request.GET.get("title", ""))
    return render(request, "forums/_alike.html", {"alike": found})
