"""Add people to a community, and look after their invitations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import invitations as acts
from communities.access import MemberRequest, member_required
from communities.forms.provisioning import PeopleForm, RosterDecisionsForm, read_source
from communities.models import Invitation, ProvisioningDraft
from communities.models.invitation import Source
from communities.permissions import check_answer_for, check_invite
from communities.provisioning import plan_more_people
from communities.roster import Roster
from communities.roster_left import unused_lines
from communities.roster_preview import preview_page
from core.numbers import number_in

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 200


@get_or_post
@member_required
def invite(request: MemberRequest) -> HttpResponse:
    check_invite(request.member)
    left = _left_of(request)
    form = PeopleForm(
        request.POST or None, request.FILES or None, required=True, initial={"text": left}
    )
    if request.method == "POST" and form.is_valid():
        ProvisioningDraft.forget_old_ones()
        draft = ProvisioningDraft.objects.create(
            owner=request.member.user,
            target=request.community,
            people=form.cleaned_data["data"],
            file_name=form.cleaned_data["file_name"],
        )
        return redirect("communities:invite_check", request.community.slug, draft.pk)
    context = {"form": form, "place": "people", "left": left}
    return render(request, "communities/invite.html", context)


@get_or_post
@member_required
def invite_check(request: MemberRequest, draft_id: int) -> HttpResponse:
    draft = get_object_or_404(
        ProvisioningDraft, pk=draft_id, owner=request.member.user, target=request.community
    )
    check_invite(request.member)
    roster = _roster(request, draft)
    form = RosterDecisionsForm(request.POST or None, roster=roster, decisions=draft.decisions)
    if request.method == "POST" and form.is_valid():
        draft.decisions = form.decisions
        draft.save(update_fields=["decisions", "changed_at"])
        if "check" in request.POST:
            return redirect("communities:invite_check", request.community.slug, draft.pk)
        roster = _roster(request, draft)
        if not roster.errors or form.cleaned_data.get("skip_errors"):
            return _invite(request, draft, roster, again="with_former" in request.POST)
        messages.error(request, _("Some lines cannot be used. Correct them, or leave them out."))
    page = preview_page(roster, show=request.GET.get("show", ""), page=request.GET.get("page", ""))
    context = {"draft": draft, "form": form, "roster": roster, "page": page, "place": "people"}
    return render(request, "communities/invite_check.html", context)


@require_safe
@member_required
def invitations(request: MemberRequest) -> HttpResponse:
    check_invite(request.member)
    rows = (
        Invitation.objects.filter(community=request.community)
        .exclude(status=Invitation.Status.ACCEPTED)
        .select_related("site", "invited_by__user")
        .order_by("-status", "-issued_at", "-pk")
    )
    context = {"invitations": rows[:SHOWN], "more": rows.count() > SHOWN, "place": "people"}
    return render(request, "communities/invitations.html", context)


@require_POST
@member_required
def resend(request: MemberRequest, invitation_id: int) -> HttpResponse:
    invitation = _invitation(request, invitation_id)
    acts.resend(invitation)
    messages.success(
        request, _("The invitation is on its way again to %(email)s.") % {"email": invitation.email}
    )
    return redirect("communities:invitations", request.community.slug)


@require_POST
@member_required
def withdraw(request: MemberRequest, invitation_id: int) -> HttpResponse:
    invitation = _invitation(request, invitation_id)
    acts.withdraw(invitation)
    messages.success(
        request,
        _("The invitation of %(email)s is withdrawn. Its link does not work any more.")
        % {"email": invitation.email},
    )
    return redirect("communities:invitations", request.community.slug)


def _invite(
    request: MemberRequest, draft: ProvisioningDraft, roster: Roster, *, again: bool
) -> HttpResponse:
    source = Source.PAPER if "on_paper" in request.POST else Source.FACILITATOR
    done = acts.invite_roster(
        request.community, roster, by=request.member, with_former=again, source=source
    )
    messages.success(
        request,
        ngettext(
            "%(count)s invitation is on its way.",
            "%(count)s invitations are on their way.",
            done.invitations,
        )
        % {"count": done.invitations},
    )
    if left := unused_lines(bytes(draft.people), is_file=draft.is_file, roster=roster):
        draft.people, draft.file_name = left.encode(), ""
        draft.save(update_fields=["people", "file_name", "changed_at"])
        return redirect(
            reverse("communities:invite", args=[request.community.slug]) + f"?left={draft.pk}"
        )
    draft.delete()
    return redirect("communities:invitations", request.community.slug)


def _left_of(request: MemberRequest) -> str:
    """Return the lines of a list that could not be used, to be corrected."""
    number = number_in(request.GET.get("left"))
    if not number:
        return ""
    mine = ProvisioningDraft.objects.filter(
        pk=number,
        owner=request.member.user,
        target=request.community,
        file_name="",
    )
    draft = mine.first()
    return bytes(draft.people).decode() if draft else ""


def _roster(request: MemberRequest, draft: ProvisioningDraft) -> Roster:
    return plan_more_people(
        request.community,
        read_source(bytes(draft.people), is_file=draft.is_file),
        by=request.member,
        decisions=draft.decisions,
    )


def _invitation(request: MemberRequest, invitation_id: int) -> Invitation:
    """Return an invitation that was not taken up, for somebody who may have to do with it."""
    found = get_object_or_404(
        Invitation.objects.exclude(status=Invitation.Status.ACCEPTED),
        pk=invitation_id,
        community=request.community,
    )
    check_invite(request.member)
    check_answer_for(request.member, found.standing)
    found.community = request.community
    return found
