"""Bringing the meetings of a series to its rule, when that says something else."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils import timezone

from meetings.actions.planning import days_off, instants, make_meetings, state_on
from meetings.agenda.putting_off import keep_items
from meetings.models import Meeting, MeetingNotes, Rsvp, Series, State
from meetings.recurrence.moments import moment, slot_of
from meetings.recurrence.rules import starts
from meetings.schedule.leftover import call_off, expected_at

_WRITTEN = ["slot", "starts_at", "ends_at", "state", "note", "sequence", "changed_at"]


def moved_by_itself(meetings: Collection[Meeting], series: Series) -> set[int]:
    """Return the ids of those that a host moved: the series says another time for them."""
    return {
        one.pk
        for one in meetings
        if one.starts_at != moment(one.slot_start, series.zone)
        or (one.ends_at - one.starts_at).total_seconds() != series.minutes * 60
    }


def spread(
    series: Series, there: Sequence[Meeting], moved: Collection[int], *, decide: bool
) -> tuple[list[Meeting], dict[int, list[Meeting]]]:
    """Bring these, which are all meetings of the series, to its rule; none of them has begun.

    A meeting of a day that the rule still gives stays that day's, with what was answered; one that
    a host had moved stays where he moved it. The others go to days that are new, and are answered
    anew. What is left over is deleted (what it was to talk about is proposed for the last one that
    stands), or cancelled where notes of it were begun; what lacks is made. With `decide` days off are looked at again. The community's row is
    locked. Return those on another day; and of what is left over, by membership, where somebody was
    expected: he is told.
    """
    wanted = {local.date(): local for local in starts(series.first_start, series.rule)}
    by_day = {one.slot_start.date(): one for one in there}
    off = days_off(series.community_id)
    free = [
        one for day, one in by_day.items() if day not in wanted and one.state != State.CANCELLED
    ]
    lacking = [local for day, local in wanted.items() if day not in by_day]
    elsewhere = list(zip(free, lacking, strict=False))
    for day, local in wanted.items():
        if (one := by_day.get(day)) is not None:
            _place(one, series, local, keeps_time=one.pk in moved)
            if decide and one.state != State.CANCELLED:
                one.state = state_on(day, off, series.on_days_off)
    for one, local in elsewhere:
        _place(one, series, local, keeps_time=False)
        one.state = state_on(local.date(), off, series.on_days_off)
        one.note = ""
    other_day = [one for one, _local in elsewhere]
    Rsvp.objects.filter(meeting__in=[one.pk for one in other_day]).delete()
    kept = [one for day, one in by_day.items() if day in wanted] + other_day
    ids = {one.pk for one in kept}
    left = [one for one in there if one.pk not in ids]
    expected = expected_at(series, [one for one in left if one.stands])
    call_off(series, expected)
    with_notes = _cancel_with_notes(left)
    gone = [one.pk for one in left if one not in with_notes]
    keep_items(gone, [one for one in kept if one.stands])
    Meeting.objects.filter(pk__in=gone).delete()
    Meeting.objects.bulk_update([*kept, *with_notes], _WRITTEN)
    make_meetings(series, lacking[len(elsewhere) :])
    return other_day, expected


def _cancel_with_notes(left: Sequence[Meeting]) -> list[Meeting]:
    """Cancel, and return, those of these with notes: nobody's words go with a day."""
    begun = MeetingNotes.objects.filter(meeting__in=[one.pk for one in left])
    ids = set(begun.values_list("meeting_id", flat=True)) if left else set()
    found = [one for one in left if one.pk in ids]
    for one in found:
        if one.stands:
            one.state = State.CANCELLED
            one.sequence += 1
            one.changed_at = timezone.now()
    return found


def _place(one: Meeting, series: Series, local: datetime, *, keeps_time: bool) -> None:
    one.slot = slot_of(local)
    if not keeps_time:
        times = instants(series, local)
        one.starts_at, one.ends_at = times["starts_at"], times["ends_at"]
    if one.sequence or one.is_changed:
        # Calendars know it by itself. The others have the time of their series: no word on each.
        one.sequence += 1
    one.changed_at = timezone.now()
