"""Having told what a host did to the schedule: whom mails and calendars must reach."""

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from meetings.inviting.promises import tell_cancelled, tell_changed, tell_ended, tell_planned
from meetings.models import Meeting, Series
from meetings.schedule.changed import Changed, Kind


def announced(changed: Changed, *, moved: bool = False, is_quiet: bool = False) -> Changed:
    """Have it told, in the transaction that did it, and return it.

    `moved` is whether the time of what was changed is another one, `is_quiet` whether calendars show
    nothing of it: then only those hear who are invited from now on. Of several meetings of one series
    there is one mail, with all of the series for calendars.
    """
    if changed:
        {
            Kind.CHANGED: lambda: _changed(changed, moved=moved, is_quiet=is_quiet),
            Kind.CANCELLED: lambda: _cancelled(changed),
            Kind.PUT_BACK: lambda: _put_back(changed),
            Kind.LEFT_OUT: lambda: _left_out(changed.meetings),
            Kind.HELD: lambda: _of_series(changed.meetings),
            # It is as planned until its host has decided.
            Kind.ASKED: lambda: None,
        }[changed.kind]()
    return changed


def _changed(changed: Changed, *, moved: bool, is_quiet: bool) -> None:
    if not changed.series:
        for meeting in changed.meetings:
            tell_changed(meeting, moved=moved)
        return
    *ended, series = changed.series
    for one in ended:
        tell_ended(one)
    # Who had a mail of the series as it stands gets no other one.
    if ended or is_quiet:
        tell_planned(series)
    else:
        tell_changed(series, moved=moved)


def _cancelled(changed: Changed) -> None:
    if changed.series:
        for series in changed.series:
            tell_cancelled(series)
    elif len(changed.meetings) == 1:
        tell_cancelled(changed.meetings[0])
    else:
        _of_series(changed.meetings, changed.words)


def _put_back(changed: Changed) -> None:
    if changed.series:
        for series in changed.series:
            tell_planned(series)
    else:
        _of_series(changed.meetings)


def _left_out(meetings: Iterable[Meeting]) -> None:
    """Have it told that these are left out: as cancelled where their series has no other to come."""
    there = list(meetings)
    standing = Meeting.objects.filter(series__in={one.series_id for one in there}).standing()
    going_on = set(standing.coming(timezone.now()).values_list("series_id", flat=True))
    _of_series(one for one in there if one.series_id in going_on)
    for meeting in there:
        if meeting.series_id not in going_on:
            tell_cancelled(meeting)


def _of_series(meetings: Iterable[Meeting], words: str = "") -> None:
    """Have the series of these told anew, as they stand now, with why."""
    now = timezone.now()
    found = {one.series_id: one.series for one in meetings}
    for pk in sorted(found):
        series = found[pk]
        Series.objects.filter(pk=pk).update(
            sequence=F("sequence") + 1, changed_at=now, change_note=words
        )
        series.refresh_from_db(fields=["sequence", "changed_at", "change_note"])
        tell_changed(series, moved=False)
