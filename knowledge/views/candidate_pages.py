"""What facilitators might write down next."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import MemberRequest, facilitator_required, member_required
from forums.loading import topic_or_404
from knowledge.harvest.candidates import candidates, dismiss, left_out, propose_again
from knowledge.permissions import check_decide

H = "c/<slug:slug>/library/harvest/"


@require_safe
@facilitator_required
def listing(request: MemberRequest) -> HttpResponse:
    context = {
        "candidates": candidates(request.member),
        "left_out": left_out(request.member),
        "place": "library",
    }
    return render(request, "knowledge/harvest_candidates.html", context)


@require_POST
@member_required
def dismissal(request: MemberRequest, number: int) -> HttpResponse:
    """Propose this topic no more."""
    topic = topic_or_404(request.member, number)
    check_decide(request.member)
    dismiss(topic, by=request.member)
    messages.success(request, _("It is proposed no more. It stands below, under “Left out”."))
    return redirect("knowledge:candidates", request.community.slug)


@require_POST
@member_required
def delete_dismissal(request: MemberRequest, number: int) -> HttpResponse:
    """Propose this topic again."""
    topic = topic_or_404(request.member, number)
    check_decide(request.member)
    propose_again(topic, by=request.member)
    messages.success(request, _("It is proposed again, as long as the rule speaks for it."))
    return redirect("knowledge:candidates", request.community.slug)


patterns = [
    path(H, listing, name="candidates"),
    path(f"{H}<int:number>/dismissal/", dismissal, name="dismiss_candidate"),
    path(f"{H}<int:number>/dismissal/delete/", delete_dismissal, name="propose_again"),
]
