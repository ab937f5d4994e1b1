"""Finding a time: asking, ticking, choosing."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import MemberRequest, member_required
from communities.audiences import seen_by, why_seen
from communities.models import Membership
from communities.roles import roles_by_id
from core.addresses import address
from core.timezones import zone_label
from meetings.finding.answering import answer_poll, open_slots, ticked_by
from meetings.finding.asking import add_slot, ask_for_time, remove_slot
from meetings.finding.change_form import PollChangeForm
from meetings.finding.changing import change_poll
from meetings.finding.deciding import close_poll, make_meeting
from meetings.finding.following import ask_again, gets_mails, stop_asking
from meetings.finding.forms import CloseForm, PollForm, SlotForm, TickForm
from meetings.finding.loading import lock_poll, poll_or_404, slot_or_404
from meetings.finding.permissions import NotAskedError, check_asked, check_decide, may_decide
from meetings.finding.results import answers_of, times_of
from meetings.inviting.mail_words import where_of
from meetings.meanwhile import Meanwhile
from meetings.models import Format, Meeting, TimePoll, TimeTick, Way
from meetings.permissions import check_answer, check_plan

pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
@member_required
def new(request: MemberRequest) -> HttpResponse:
    """Ask for a time; the button `more` gives further rows, with what is typed so far."""
    check_plan(request.member)
    data = request.POST if request.method == "POST" else None
    form = PollForm(data, member=request.member, more="more" in request.POST)
    if form.is_bound and form.is_valid() and form.question and not form.is_off_unsaid:
        poll = ask_for_time(form.question, form.starts, by=request.member)
        messages.success(request, _("Everybody who is invited is asked now."))
        return redirect(poll)
    context = {"form": form, "place": "meetings"}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "meetings/finding/new.html", context, status=status)


@require_safe
@member_required
def one(request: MemberRequest, number: int) -> HttpResponse:
    return _page(request, poll_or_404(request.member, number))


@require_POST
@member_required
def answer(request: MemberRequest, number: int) -> HttpResponse:
    """Say which times suit one."""
    poll = poll_or_404(request.member, number)
    check_answer(request.member)
    form = TickForm(request.POST, slots=open_slots(poll))
    try:
        if form.is_valid():
            words = form.cleaned_data["words"]
            answer_poll(poll, request.member, form.ticked, words=words, way=Way.PAGE)
            messages.success(request, _("Thank you. Your answer is kept; you can change it here."))
            return redirect(poll)
    except NotAskedError as late:
        messages.error(request, str(late))
        return redirect(poll)
    return _page(request, poll, ticks=form)


@pages
@member_required
def change(request: MemberRequest, number: int) -> HttpResponse:
    """Say anew what it is for and where; what people ticked stays."""
    poll = poll_or_404(request.member, number)
    check_decide(request.member, poll)
    data = request.POST if request.method == "POST" else None
    meanwhile: list[Meanwhile] = []
    try:
        with transaction.atomic():
            # Who comes second sees what the first one saved.
            there = poll if data is None else lock_poll(poll)
            check_asked(there)
            form = PollChangeForm(data, member=request.member, poll=there)
            if form.is_valid() and not form.clashes:
                if change_poll(there, form.values, by=request.member):
                    messages.success(request, _("It is changed. What people ticked stays."))
                else:
                    messages.info(request, _("Nothing was different, so nothing was changed."))
                return redirect(poll)
    except NotAskedError as late:
        messages.error(request, str(late))
        return redirect(poll)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if form.clashes and not form.errors:
        meanwhile, status, form = form.meanwhile, HTTPStatus.CONFLICT, form.merged()
    context = {"form": form, "poll": poll, "meanwhile": meanwhile, "place": "meetings"}
    return render(request, "meetings/finding/change.html", context, status=status)


@require_POST
@member_required
def new_slot(request: MemberRequest, number: int) -> HttpResponse:
    """Propose one more time."""
    poll = poll_or_404(request.member, number)
    check_decide(request.member, poll)
    form = SlotForm(request.POST, poll=poll)
    if form.is_valid():
        try:
            add_slot(poll, form.start, by=request.member)
        except NotAskedError as refused:
            form.add_error("day", str(refused))
        else:
            messages.success(request, _("It stands among the times now."))
            return redirect(poll)
    return _page(request, poll, slot=form)


@pages
@member_required
def delete_slot(request: MemberRequest, number: int, slot_number: int) -> HttpResponse:
    """Take a time away; the page says first how many it suits."""
    poll = poll_or_404(request.member, number)
    check_decide(request.member, poll)
    slot = slot_or_404(poll, slot_number)
    if request.method == "POST":
        try:
            remove_slot(slot, poll, by=request.member)
            messages.success(request, _("This time is taken away."))
        except NotAskedError as refused:
            messages.error(request, str(refused))
        return redirect(poll)
    context = {
        "poll": poll,
        "time": next(time for time in times_of(poll, request.member) if time.number == slot.number),
        "count": TimeTick.objects.filter(slot=slot).count(),
        "place": "meetings",
    }
    return render(request, "meetings/finding/delete_slot.html", context)


@require_POST
@member_required
def meeting(request: MemberRequest, number: int, slot_number: int) -> HttpResponse:
    """Make a time the meeting."""
    poll = poll_or_404(request.member, number)
    check_decide(request.member, poll)
    try:
        series = make_meeting(poll, slot_or_404(poll, slot_number), by=request.member)
    except NotAskedError as refused:
        messages.error(request, str(refused))
        return redirect(poll)
    made = Meeting.objects.get(series=series)
    made.community = request.community
    messages.success(request, _("It is a meeting now. Everybody is invited, and says who comes."))
    return redirect(made)


@require_POST
@member_required
def closure(request: MemberRequest, number: int) -> HttpResponse:
    """Close it without a meeting."""
    poll = poll_or_404(request.member, number)
    check_decide(request.member, poll)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, poll, closing=form)
    try:
        close_poll(poll, words=form.cleaned_data["words"], by=request.member)
        messages.success(request, _("It is closed. Who answered is told."))
    except NotAskedError as refused:
        messages.error(request, str(refused))
    return redirect(poll)


@require_POST
@member_required
def stop_mails(request: MemberRequest, number: int) -> HttpResponse:
    poll = poll_or_404(request.member, number)
    stop_asking(request.member, poll)
    messages.success(request, _("You get no more mails about this."))
    return redirect(poll)


@require_POST
@member_required
def mails_again(request: MemberRequest, number: int) -> HttpResponse:
    poll = poll_or_404(request.member, number)
    ask_again(request.member, poll)
    messages.success(request, _("You get mails about this again."))
    return redirect(poll)


def _page(
    request: MemberRequest,
    poll: TimePoll,
    *,
    ticks: TickForm | None = None,
    slot: SlotForm | None = None,
    closing: CloseForm | None = None,
) -> HttpResponse:
    """Return the page; with a refused form it says what is wrong."""
    member = request.member
    decides = may_decide(member, poll)
    times = times_of(poll, member)
    reply, _mine = ticked_by(member, poll)
    to_come = [time for time in times if not time.is_past]
    seen = poll.audience_id in member.audience_ids
    context: dict[str, Any] = {
        "poll": poll,
        "format": Format(poll.format).label,
        "where": where_of(poll),
        "changed_since": poll.changed_since(reply.answered_at if reply else None),
        "times": to_come if poll.is_open else [],
        "all_past": poll.is_open and not to_come,
        "chosen": ticks.typed if ticks else None,
        "reply": reply,
        "answers": answers_of(poll, times, with_names=decides),
        "tick_form": ticks or TickForm(slots=[], words=reply.words if reply else ""),
        "decides": decides and not member.is_paused and poll.is_open,
        "names_shown": decides,
        "meeting_url": _meeting_url(member, poll),
        "zone_label": zone_label(poll.time_zone),
        "slot_form": slot or SlotForm(poll=poll),
        "close_form": closing or CloseForm(),
        "gets_mails": gets_mails(member, poll),
        "seen_by": seen_by(request.community, poll.audience_id, roles_by_id(request.community)),
        "why_seen": why_seen(member, poll.audience_id) if seen else "",
        "place": "meetings",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if ticks or slot or closing else HTTPStatus.OK
    return render(request, "meetings/finding/poll.html", context, status=status)


def _meeting_url(member: Membership, poll: TimePoll) -> str:
    """Return the page of what it became, as far as the member sees it."""
    if poll.series_id is None:
        return ""
    there = Meeting.objects.visible_to(member).filter(series=poll.series_id).first()
    return address("meetings:meeting", member.community.slug, there.number) if there else ""


_T = "c/<slug:slug>/meetings/times/"
_ONE = f"{_T}<int:number>/"
urlpatterns = [
    path(f"{_T}new/", new, name="new_time_poll"),
    path(_ONE, one, name="time_poll"),
    path(f"{_ONE}change/", change, name="change_time_poll"),
    path(f"{_ONE}answer/", answer, name="answer_time_poll"),
    path(f"{_ONE}slots/new/", new_slot, name="new_time"),
    path(f"{_ONE}slots/<int:slot_number>/delete/", delete_slot, name="delete_time"),
    path(f"{_ONE}slots/<int:slot_number>/meeting/", meeting, name="choose_time"),
    path(f"{_ONE}closure/", closure, name="close_time_poll"),
    path(f"{_ONE}no-mails/", stop_mails, name="stop_time_mails"),
    path(f"{_ONE}no-mails/delete/", mails_again, name="time_mails_again"),
]
