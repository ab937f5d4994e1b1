"""The agenda of a meeting: reading it, proposing, ranking."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import MemberRequest, member_required
from core.addresses import address
from meetings.agenda.formats import FORMATS
from meetings.agenda.forms import ItemForm, ProposalForm
from meetings.agenda.loading import item_or_404
from meetings.agenda.names import names_for
from meetings.agenda.permissions import check_edit, check_shape, is_own_proposal, may_shape
from meetings.agenda.proposing import (
    ItemChangedError,
    NotProposedError,
    change_item,
    propose,
    withdraw,
)
from meetings.agenda.putting_off import next_meeting
from meetings.agenda.rows import Agenda, agenda_of, later_places
from meetings.agenda.voting import NotCountedError, take_vote_back, vote
from meetings.loading import meeting_or_404
from meetings.models import AgendaItem, Format, Meeting
from meetings.permissions import may_host
from meetings.rows import time_span, zone_time


@require_safe
@member_required
def agenda(request: MemberRequest, number: int) -> HttpResponse:
    found = meeting_or_404(request.member, number)
    hosts = may_host(request.member, found.series) and not request.member.is_paused
    shown = agenda_of(found, request.member, hosts=hosts)
    shapes = may_shape(request.member, found)
    context = {
        **of_meeting(found),
        "agenda": shown,
        "later": later_places(shown.put_off, request.member),
        "may_shape": shapes,
        "hosts": hosts,
        "orders": hosts and shapes,
        "forms": _forms(found, shown) if hosts and shapes else [],
        "next": next_meeting(found) if hosts else None,
    }
    return render(request, "meetings/agenda/agenda.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def new_item(request: MemberRequest, number: int) -> HttpResponse:
    """Propose something to talk about."""
    found = meeting_or_404(request.member, number)
    check_shape(request.member, found)
    form = ProposalForm(request.POST or None)
    if form.is_valid():
        try:
            propose(found, form.words(), by=request.member, form_key=form.key)
        except NotProposedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("Thank you. The others can say now that they want it, too.")
            )
            return to_agenda(request, found)
    context = {**of_meeting(found), "form": form}
    status = 422 if form.errors else 200
    return render(request, "meetings/agenda/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def item(request: MemberRequest, number: int, item_number: int) -> HttpResponse:
    """Change what is said of an item; its host also says how long it takes, and who presents it."""
    found = item_or_404(request.member, number, item_number)
    hosts = may_host(request.member, found.meeting.series)
    check_edit(request.member, found, hosts=hosts)
    name = names_for([found], request.member)[found.pk]
    form, there = ItemForm(request.POST or None, item=found, hosts=hosts), None
    if form.is_valid():
        words, seen = form.words(found.topic), form.cleaned_data["seen"]
        try:
            change_item(found, words, time=form.time, seen=seen, by=request.member)
        except ItemChangedError as changed:
            there, form = changed.there, form.again(changed.there)
        else:
            messages.success(request, _("Your changes are saved."))
            return to_agenda(request, found.meeting)
    context = {
        **of_meeting(found.meeting),
        "form": form,
        "item": found,
        "there": there,
        "name": name,
        "is_own": is_own_proposal(request.member, found),
    }
    status = 409 if there else 422 if form.errors else 200
    return render(request, "meetings/agenda/item.html", context, status=status)


@require_POST
@member_required
def delete_item(request: MemberRequest, number: int, item_number: int) -> HttpResponse:
    """Take one's own proposal back."""
    found = item_or_404(request.member, number, item_number)
    check_shape(request.member, found.meeting)
    if found.by_id != request.member.pk:
        raise Http404
    try:
        withdraw(found)
    except NotProposedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("You took your proposal back."))
    return to_agenda(request, found.meeting)


@require_POST
@member_required
def item_vote(request: MemberRequest, number: int, item_number: int) -> HttpResponse:
    """Say that one wants to talk about a proposal."""
    found = item_or_404(request.member, number, item_number)
    check_shape(request.member, found.meeting)
    try:
        vote(found, by=request.member)
    except NotCountedError as refused:
        messages.error(request, str(refused))
        return to_agenda(request, found.meeting)
    return to_agenda(request, found.meeting, found)


@require_POST
@member_required
def delete_vote(request: MemberRequest, number: int, item_number: int) -> HttpResponse:
    found = item_or_404(request.member, number, item_number)
    check_shape(request.member, found.meeting)
    try:
        take_vote_back(found, by=request.member)
    except NotCountedError as refused:
        messages.error(request, str(refused))
        return to_agenda(request, found.meeting)
    return to_agenda(request, found.meeting, found)


def of_meeting(meeting: Meeting) -> dict[str, Any]:
    """Return what every page of an agenda says of its meeting."""
    slug = meeting.community.slug
    return {
        "meeting": meeting,
        "series": meeting.series,
        "time": time_span(meeting.starts_at, meeting.ends_at),
        "zone_time": zone_time(meeting),
        "agenda_url": address("meetings:agenda", slug, meeting.number),
        "place": "meetings",
    }


def to_agenda(
    request: MemberRequest, meeting: Meeting, item: AgendaItem | None = None
) -> HttpResponse:
    """Return to the agenda; to where an item stands now, unless something is said on top."""
    place = f"#item-{item.number}" if item is not None else ""
    return redirect(address("meetings:agenda", request.community.slug, meeting.number) + place)


def _forms(meeting: Meeting, shown: Agenda) -> list[tuple[str, str]]:
    """Return the forms that bring an agenda: that of the meeting, or all while nothing is on it."""
    own = meeting.series.format
    if shown.has_parts or (own not in FORMATS and shown.items):
        return []
    labels = {
        Format.CONSULT: _("Use the agenda of a peer consult"),
        Format.NETWORKING: _("Use the agenda of targeted networking"),
    }
    return [(name, labels[Format(name)]) for name in ([own] if own in FORMATS else FORMATS)]


_A = "c/<slug:slug>/meetings/<int:number>/agenda/"
_ITEM = f"{_A}<int:item_number>/"
urlpatterns = [
    path(_A, agenda, name="agenda"),
    path(f"{_A}new/", new_item, name="new_item"),
    path(_ITEM, item, name="item"),
    path(f"{_ITEM}delete/", delete_item, name="delete_item"),
    path(f"{_ITEM}vote/", item_vote, name="item_vote"),
    path(f"{_ITEM}vote/delete/", delete_vote, name="delete_vote"),
]
