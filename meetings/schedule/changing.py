"""Changing one meeting, this and later ones, or all of a series: what is past stays as it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communities.models import Membership
from meetings.actions.answering import move_up
from meetings.files.keeping import give_files_along
from meetings.inviting.called_off import uninvite
from meetings.models import (
    Meeting,
    Rsvp,
    Series,
    SeriesUserObjectPermission,
    StandingAnswer,
    State,
)
from meetings.models.series import new_uid
from meetings.recurrence.moments import local_start, moment
from meetings.recurrence.rules import split_rule
from meetings.schedule.announcing import announced
from meetings.schedule.changed import Changed, Kind
from meetings.schedule.days_off import decide_again
from meetings.schedule.seating import seat_standing_answers
from meetings.schedule.shown import WHERE
from meetings.schedule.spreading import moved_by_itself, spread
from meetings.search_documents import refresh_series
from moderation.record import record


class Scope(StrEnum):
    """Which meetings a change is for."""

    THIS = "this"
    LATER = "later"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Part:
    """The meetings of a series that a change is for, by their slots, in order."""

    slots: list[str]
    before: int
    """How many of them stay as they are: all, if each has begun."""

    @property
    def first(self) -> str:
        return self.slots[self.before]


# Where these differ, what was keeps what it had: from the next meeting on it is a series of its own.
_SPLITS = {*WHERE, "audience", "first_on", "begins", "minutes", "time_zone", "rule"}
_TIMES = {"first_on", "begins", "minutes", "time_zone", "rule"}
# Of these no calendar hears.
_QUIET = {"audience", "host", "capacity", "on_days_off", "reminders"}


def part_of(meeting: Meeting, scope: Scope) -> Part:
    """Return what "this and later" or "all" means now: no meeting that has begun is in it."""
    there = Meeting.objects.filter(series=meeting.series_id).order_by("slot")
    rows = list(there.values_list("slot", "starts_at"))
    slots = [slot for slot, _starts in rows]
    now = timezone.now()
    begun = max((n for n, (_slot, starts) in enumerate(rows, 1) if starts <= now), default=0)
    wanted = slots.index(meeting.slot) if scope == Scope.LATER else 0
    return Part(slots, max(begun, wanted))


def change_meeting(
    meeting: Meeting, values: Mapping[str, Any], *, by: Membership, starts: datetime, minutes: int
) -> Changed:
    """Give one meeting a title, a note, a place (all fields of Details), `starts` on its clock.

    What is as the series says stays so when that changes. On another day it is answered anew.
    """
    series = meeting.series
    with transaction.atomic():
        day = meeting.starts_at.astimezone(series.zone).date()
        there = {name: values[name] for name in WHERE}
        meeting.has_own_place = bool(_others(series, there))
        for name, value in there.items():
            setattr(meeting, name, value if meeting.has_own_place else "")
        meeting.title = "" if values["title"] == series.title else values["title"]
        meeting.note = values["note"]
        was = (meeting.starts_at, meeting.ends_at)
        meeting.starts_at = moment(starts, series.zone)
        meeting.ends_at = meeting.starts_at + timedelta(minutes=minutes)
        asked_again = [meeting] if starts.date() != day else []
        if asked_again:
            # Its host said on which day it is.
            meeting.state = State.PLANNED
        touch(meeting)
        meeting.save()
        Rsvp.objects.filter(meeting__in=asked_again).delete()
        record(by, "changed", meeting, note=meeting.note)
        changed = Changed(
            kind=Kind.CHANGED, meetings=[meeting], asked_again=asked_again, words=meeting.note
        )
        return announced(changed, moved=was != (meeting.starts_at, meeting.ends_at))


def change_series(
    series: Series, part: Part, values: Mapping[str, Any], *, by: Membership, words: str = ""
) -> Changed:
    """Give the meetings of this part what is said here, by the names of the fields of Series.

    It happens in place, or, where meetings before them must stay as they are, in a series that
    continues this one. Words are told also where nothing else is different. (Those said of a
    meeting that stands alone are its note.)
    """
    others = _others(series, values)
    if not others and not (words and series.recurs):
        return Changed(kind=Kind.CHANGED)
    with transaction.atomic():
        ended = None
        if part.before and others:
            ended, series = series, _split_off(series, part, by=by)
        before = _instants(series)
        again, left_over = _write(series, _others(series, values), by=by, words=words)
        after = _instants(series)
        there = _meetings(series)
        record(by, "changed", series, note=words)
        refresh_series(series)
        changed = Changed(
            kind=Kind.CHANGED,
            series=[ended, series] if ended else [series],
            meetings=[one for one in there if one.starts_at > timezone.now()],
            asked_again=again,
            left_over=left_over,
            words=words,
        )
        names = set(others)
        is_quiet = not names - _QUIET and not words
        # Where there are only fewer days, or more, nothing has another time.
        moved = not (before <= after or after <= before)
        return announced(changed, moved=moved, is_quiet=is_quiet)


def note_meeting(meeting: Meeting, note: str, changed: Changed, *, by: Membership) -> Changed:
    """Let a note stand on a meeting that stands alone, besides what was changed of it.

    Those who are told of what was changed read it there; a note alone is told, too.
    """
    with transaction.atomic():
        if changed:
            Meeting.objects.filter(pk=meeting.pk).update(note=note, changed_at=timezone.now())
            return changed
        meeting.note = note
        meeting.sequence += 1
        meeting.changed_at = timezone.now()
        meeting.save(update_fields=["note", "sequence", "changed_at"])
        record(by, "changed", meeting, note=note)
        return announced(Changed(kind=Kind.CHANGED, meetings=[meeting], words=note))


def part_for(part: Part, scope: Scope, names: set[str]) -> Part:
    """Return the part that has to be parted from the rest for these fields of Series.

    What "all" changes is changed in place where that says nothing else of what is past.
    """
    if scope == Scope.ALL and not names & _SPLITS:
        return Part(part.slots, 0)
    return part


def touch(meeting: Meeting) -> None:
    """Let calendars hear of a meeting by itself; it is not saved."""
    meeting.is_changed = True
    meeting.sequence += 1
    meeting.changed_at = timezone.now()


def _others(series: Series, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(series, name) != value}


def _write(
    series: Series, changes: Mapping[str, Any], *, by: Membership, words: str
) -> tuple[list[Meeting], dict[int, list[Meeting]]]:
    """Write it, and bring the meetings to it; return what spread() does."""
    there = _meetings(series)
    if "title" in changes:
        # What it was called stands with what was.
        past = [one.pk for one in there if one.starts_at <= timezone.now() and not one.title]
        Meeting.objects.filter(pk__in=past).update(title=series.title)
    moved = moved_by_itself(there, series)
    had_seats = series.capacity is not None
    invited = series.audience_id
    for name, value in changes.items():
        setattr(series, name, value)
    series.by = by
    series.change_note = words
    series.changed_at = timezone.now()
    if set(changes) - _QUIET or words:
        series.sequence += 1
    series.save()
    again: list[Meeting] = []
    left_over: dict[int, list[Meeting]] = {}
    if set(changes) & _TIMES:
        again, left_over = spread(series, there, moved, decide="on_days_off" in changes)
    elif "on_days_off" in changes:
        coming = [one for one in there if one.starts_at > timezone.now()]
        decide_again(series, coming)
    if series.audience_id != invited:
        _uninvite(series, invited)
    if "capacity" in changes:
        _reseat(series, had_seats=had_seats)
    return again, left_over


def _split_off(series: Series, part: Part, *, by: Membership) -> Series:
    """End the series before this part, and return one that continues it with these meetings."""
    first = local_start(part.first)
    earlier, later = split_rule(series.first_start, series.rule, first)
    fields = {
        field.attname: getattr(series, field.attname)
        for field in Series._meta.concrete_fields
        if not field.primary_key
    }
    last = Series.objects.filter(community=series.community_id).aggregate(n=Max("number"))["n"]
    now = timezone.now()
    fields |= {
        "number": last + 1,
        "uid": new_uid(),
        "sequence": 0,
        "continues_id": series.pk,
        "first_on": first.date(),
        "rule": later,
        "by_id": by.pk,
        "created_at": now,
        "changed_at": now,
    }
    continued = Series.objects.create(**fields)
    continued.community = series.community
    series.rule = earlier
    series.sequence += 1
    series.changed_at = now
    series.save(update_fields=["rule", "sequence", "changed_at"])
    Meeting.objects.filter(series=series, slot__gte=part.first).update(series=continued)
    for answer in StandingAnswer.objects.filter(series=series):
        answer.pk, answer.series = None, continued
        answer.save(force_insert=True)
    for grant in SeriesUserObjectPermission.objects.filter(content_object=series):
        grant.pk, grant.content_object = None, continued
        grant.save(force_insert=True)
    give_files_along(series, continued)
    return continued


def _uninvite(series: Series, audience_id: int) -> None:
    """Have those told who are in that audience, and not in that of the series."""
    now = Membership.objects.in_audience(series.audience_id).values("pk")
    before = Membership.objects.in_audience(audience_id).exclude(pk__in=now)
    uninvite(series, before.values_list("pk", flat=True))


def _reseat(series: Series, *, had_seats: bool) -> None:
    coming = Meeting.objects.filter(series=series).standing().coming(timezone.now())
    for meeting in coming.order_by("pk").select_for_update(no_key=True):
        meeting.series = series
        if not had_seats:
            seat_standing_answers(meeting)
        move_up(meeting)


def _instants(series: Series) -> set[tuple[datetime, datetime]]:
    there = Meeting.objects.filter(series=series, starts_at__gt=timezone.now()).order_by()
    return set(there.values_list("starts_at", "ends_at"))


def _meetings(series: Series) -> list[Meeting]:
    found = list(Meeting.objects.filter(series=series).order_by("slot"))
    for one in found:
        one.series = series
    return found
