"""Forums that members would like to have: proposing, and the facilitators' answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import MemberRequest, member_required
from communities.forms.people import RefusalForm
from communities.permissions import check_may_write
from forums.actions.proposals import AnsweredError, decline_proposal, propose_forum
from forums.forum_forms import ProposalForm
from forums.models import ForumProposal
from forums.permissions.forums import check_open_forums, check_propose_forum

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
KEPT = 50


@require_safe
@member_required
def proposals(request: MemberRequest) -> HttpResponse:
    """Show facilitators all proposals, everybody else his own."""
    check_propose_forum(request.member)
    found = ForumProposal.objects.filter(community=request.community)
    if not request.member.is_facilitator:
        found = found.filter(proposer=request.member)
    found = found.select_related("proposer__user", "answered_by__user")
    context = {
        "waiting": found.filter(status=ForumProposal.Status.WAITING).order_by("created_at", "pk"),
        "answered": found.exclude(status=ForumProposal.Status.WAITING).order_by(
            "-answered_at", "-pk"
        )[:KEPT],
        "place": "forums",
    }
    return render(request, "forums/proposals.html", context)


@get_or_post
@member_required
def new_proposal(request: MemberRequest) -> HttpResponse:
    check_propose_forum(request.member)
    check_may_write(request.member)
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        propose_forum(by=request.member, **form.cleaned_data)
        messages.success(
            request, _("Your proposal is with the facilitators. You get a mail when they answer.")
        )
        return redirect("forums:proposals", request.community.slug)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "place": "forums"}
    return render(request, "forums/proposal_new.html", context, status=status)


@get_or_post
@member_required
def proposal_refusal(request: MemberRequest, proposal_id: int) -> HttpResponse:
    check_open_forums(request.member)
    proposal = get_object_or_404(
        ForumProposal.objects.select_related("proposer__user"),
        community=request.community,
        pk=proposal_id,
    )
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decline_proposal(proposal, by=request.member, reason=form.cleaned_data["reason"])
        except AnsweredError:
            messages.error(request, _("Somebody has answered this proposal already."))
        else:
            messages.success(
                request, _("%(name)s gets your reason by mail.") % {"name": proposal.proposer.name}
            )
        return redirect("forums:proposals", request.community.slug)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "proposal": proposal, "place": "forums"}
    return render(request, "forums/proposal_refusal.html", context, status=status)
