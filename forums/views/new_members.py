"""How much new members write, as facilitators want it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, facilitator_required
from forums.models import NewMemberLimits
from forums.new_member_forms import NewMemberLimitsForm


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator_required
def limits(request: MemberRequest) -> HttpResponse:
    """Say how much somebody writes in the first days."""
    own = NewMemberLimits.objects.filter(community=request.community).first()
    form = NewMemberLimitsForm(
        request.POST if request.method == "POST" else None,
        instance=own or NewMemberLimits(community=request.community),
    )
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved. It holds from the next post on."))
        return redirect("forums:held_posts", request.community.slug)
    context = {"form": form, "place": "forums"}
    status = 422 if form.is_bound else 200
    return render(request, "forums/new_member_limits.html", context, status=status)
