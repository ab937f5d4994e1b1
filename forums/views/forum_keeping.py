"""Opening a forum, saying what it is for and who sees it."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, member_required
from communities.audience_draft import draft_audience
from communities.audience_rules import AudienceRule, guest_ids, rule_of
from communities.audiences import audience_summary, seen_by_sentence
from communities.models import Membership
from communities.roles import roles_by_id
from core.numbers import number_in
from forums.actions.forum_changes import (
    change_audience,
    facilitators_of,
    open_forum,
    reword_forum,
)
from forums.actions.proposals import AnsweredError, note_opened
from forums.forum_forms import ForumAudienceForm, ForumForm
from forums.loading import forum_or_404
from forums.models import ForumProposal
from forums.models.forum import kind_of
from forums.permissions.forums import check_change_audience, check_keep_forum, check_open_forums

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SHOWN_PEOPLE = 100


@get_or_post
@member_required
def new_forum(request: MemberRequest) -> HttpResponse:
    check_open_forums(request.member)
    proposal = _proposal(request)
    rule = AudienceRule()
    form = ForumAudienceForm(request.POST or None, community=request.community, rule=rule)
    asked = {"name": proposal.name, "description": proposal.for_whom} if proposal else {}
    words = _words_form(request, **asked)
    if _is_sent(request) and words.is_valid() and form.is_valid():
        guests = _members(request, form.named)
        try:
            with transaction.atomic():
                opened = open_forum(words.words, rule=form.rule, guests=guests, by=request.member)
                if proposal:
                    note_opened(proposal, opened, by=request.member)
        except AnsweredError:
            messages.error(request, _("Somebody has answered this proposal already."))
            return redirect("forums:proposals", request.community.slug)
        messages.success(request, _("The forum is open. Start its first topic, so that it lives."))
        return redirect(opened)
    keepers = [member.pk for member in facilitators_of(request.community)]
    context = {
        "words": words,
        "proposal": proposal,
        **_audience_context(request, form, rule, (), keepers),
    }
    return render(request, "forums/forum_new.html", context, status=_status(request, form, words))


@get_or_post
@member_required
def edit_forum(request: MemberRequest, forum_slug: str) -> HttpResponse:
    found = forum_or_404(request.member, forum_slug)
    check_keep_forum(request.member, found)
    heading = found.label
    form = ForumForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        reword_forum(found, form.words, by=request.member)
        messages.success(request, _("Saved."))
        return redirect(found)
    context = {"form": form, "forum": found, "heading": heading, "place": "forums"}
    status = 422 if request.method == "POST" else 200
    return render(request, "forums/forum_edit.html", context, status=status)


@get_or_post
@member_required
def audience(request: MemberRequest, forum_slug: str) -> HttpResponse:
    found = forum_or_404(request.member, forum_slug)
    check_change_audience(request.member)
    rule, named = rule_of(found.audience_id), guest_ids(found.audience_id)
    form = ForumAudienceForm(
        request.POST or None, community=request.community, rule=rule, named=named, kind=found.kind
    )
    if _is_sent(request) and form.is_valid():
        guests = _members(request, form.named)
        change_audience(found, rule=form.rule, guests=guests, by=request.member)
        messages.success(request, _("Saved. It counts from now on, for all that was written too."))
        return redirect(found)
    keepers = audience_summary(request.community, found.audience_id).keepers
    context = {"forum": found, **_audience_context(request, form, rule, named, keepers)}
    return render(request, "forums/audience.html", context, status=_status(request, form))


def _proposal(request: MemberRequest) -> ForumProposal | None:
    """Return the waiting proposal that the address names, if it names one."""
    number = number_in(request.GET.get("proposal"))
    if not number:
        return None
    return get_object_or_404(
        ForumProposal.objects.select_related("proposer__user"),
        community=request.community,
        pk=number,
    )


def _is_sent(request: MemberRequest) -> bool:
    return request.method == "POST" and "preview" not in request.POST


def _status(request: MemberRequest, *forms: Any) -> int:
    # Of a form that is only looked at nothing is wrong yet.
    return 422 if _is_sent(request) and any(form.errors for form in forms) else 200


def _words_form(request: MemberRequest, **initial: str) -> ForumForm:
    if _is_sent(request):
        return ForumForm(request.POST)
    return ForumForm(initial=request.POST.dict() or initial)


def _members(request: MemberRequest, ids: Iterable[int]) -> list[Membership]:
    found = Membership.objects.active().filter(community=request.community, pk__in=ids)
    return list(found.select_related("user"))


def _audience_context(
    request: MemberRequest,
    form: ForumAudienceForm,
    rule: AudienceRule,
    named: Collection[int],
    keepers: Collection[int],
) -> dict[str, Any]:
    """Return what forums/_audience.html shows: the form, and who it would be as it stands."""
    context: dict[str, Any] = {"form": form, "place": "forums"}
    if form.is_bound:
        if not form.is_valid():
            return context
        rule, named = form.rule, form.named
    draft = draft_audience(request.community, rule, guests=named, keepers=keepers)
    groups = [
        (_("By the rule"), draft.by_rule),
        (_("Named"), draft.guests),
        (_("To keep it going"), draft.facilitators),
    ]
    context["draft"] = {
        "kind": kind_of(rule),
        "sentence": seen_by_sentence(draft.summary, roles_by_id(request.community)),
        "groups": [
            (title, people[:SHOWN_PEOPLE], len(people) - SHOWN_PEOPLE)
            for title, people in groups
            if people
        ],
    }
    return context
