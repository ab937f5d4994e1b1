"""People who ask to join, and the answer to them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import MemberRequest, member_required
from communities.forms.people import RefusalForm
from communities.joining import approve, decline
from communities.models import Membership
from communities.models.membership import Status
from communities.permissions import check_answer_requests


@require_safe
@member_required
def requests(request: MemberRequest) -> HttpResponse:
    check_answer_requests(request.member)
    waiting = (
        Membership.objects.filter(community=request.community, status=Status.REQUESTED)
        .select_related("user")
        .order_by("created_at", "pk")
    )
    context = {"requests": waiting, "place": "people"}
    return render(request, "communities/requests.html", context)


@require_POST
@member_required
def approval(request: MemberRequest, membership_id: int) -> HttpResponse:
    member = approve(_asked(request, membership_id))
    messages.success(
        request, _("%(name)s is a member now and gets a mail.") % {"name": member.name}
    )
    return redirect("communities:requests", request.community.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def refusal(request: MemberRequest, membership_id: int) -> HttpResponse:
    asked = _asked(request, membership_id)
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decline(asked, reason=form.cleaned_data["reason"])
        messages.success(request, _("%(name)s gets your reason by mail.") % {"name": asked.name})
        return redirect("communities:requests", request.community.slug)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "asked": asked, "place": "people"}
    return render(request, "communities/refusal.html", context, status=status)


def _asked(request: MemberRequest, membership_id: int) -> Membership:
    found = get_object_or_404(
        Membership.objects.select_related("user", "site"),
        pk=membership_id,
        community=request.community,
        status=Status.REQUESTED,
    )
    check_answer_requests(request.member)
    found.community = request.community
    return found
