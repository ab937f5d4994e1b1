"""Cancelling one meeting or the rest of a series, and putting it back."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from communities.models import Membership
from meetings.models import Meeting, Series, State
from meetings.schedule.announcing import announced
from meetings.schedule.changed import Changed, Kind
from meetings.schedule.changing import touch
from meetings.search_documents import refresh_series
from moderation.record import record

_WRITTEN = ["state", "note", "is_changed", "sequence", "changed_at"]


def cancel_meeting(meeting: Meeting, *, by: Membership, words: str) -> Changed:
    """Cancel one meeting; it stays where it stood, with the words. Its answers stay, too."""
    if not meeting.stands:
        return Changed(kind=Kind.CANCELLED)
    with transaction.atomic():
        _cancel([meeting], words)
        record(by, "cancelled", meeting, note=words)
        # Without its last meeting a series is still one that was held.
        closed = [] if meeting.series.recurs else _close(meeting.series, words)
        return announced(
            Changed(kind=Kind.CANCELLED, series=closed, meetings=[meeting], words=words)
        )


def cancel_rest(meeting: Meeting, *, by: Membership, words: str) -> Changed:
    """Cancel this meeting and all later ones of its series."""
    series = meeting.series
    with transaction.atomic():
        there = Meeting.objects.filter(series=series, slot__gte=meeting.slot).standing()
        rest = list(there.coming(timezone.now()).select_for_update(no_key=True))
        for one in rest:
            one.series = series
        _cancel(rest, words)
        record(by, "cancelled", series, note=words)
        closed = _close(series, words)
        return announced(Changed(kind=Kind.CANCELLED, series=closed, meetings=rest, words=words))


def put_back(meeting: Meeting, *, by: Membership) -> Changed:
    """Let a cancelled meeting be held after all, as long as it would not have begun."""
    if not may_be_put_back(meeting):
        return Changed(kind=Kind.PUT_BACK)
    with transaction.atomic():
        _put_back([meeting])
        record(by, "put_back", meeting)
        series = _open(meeting.series)
        return announced(Changed(kind=Kind.PUT_BACK, series=series, meetings=[meeting]))


def put_series_back(series: Series, *, by: Membership) -> Changed:
    """Put back all that is to come and was cancelled with the words with which the series ended."""
    with transaction.atomic():
        cancelled = Meeting.objects.filter(
            series=series,
            state=State.CANCELLED,
            note=series.cancel_note,
            starts_at__gt=timezone.now(),
        )
        there = list(cancelled.order_by("starts_at", "pk").select_for_update(no_key=True))
        if series.cancelled_at is None or not there:
            return Changed(kind=Kind.PUT_BACK)
        for one in there:
            one.series = series
        _put_back(there)
        record(by, "put_back", series)
        opened = _open(series)
        return announced(Changed(kind=Kind.PUT_BACK, series=opened, meetings=there))


def may_be_put_back(meeting: Meeting) -> bool:
    """Return whether it was cancelled and would not have begun yet."""
    return meeting.state == State.CANCELLED and meeting.starts_at > timezone.now()


def _cancel(meetings: Sequence[Meeting], words: str) -> None:
    for one in meetings:
        one.state, one.note = State.CANCELLED, words
        touch(one)
    Meeting.objects.bulk_update(meetings, _WRITTEN)


def _put_back(meetings: Sequence[Meeting]) -> None:
    for one in meetings:
        one.state, one.note = State.PLANNED, ""
        touch(one)
    Meeting.objects.bulk_update(meetings, _WRITTEN)


def _close(series: Series, words: str) -> list[Series]:
    """Say that the series was cancelled where nothing of it is to come any more."""
    to_come = Meeting.objects.filter(series=series).standing().coming(timezone.now())
    if series.cancelled_at is not None or to_come.exists():
        return []
    return _keep(series, cancelled_at=timezone.now(), cancel_note=words)


def _open(series: Series) -> list[Series]:
    if series.cancelled_at is None:
        return []
    return _keep(series, cancelled_at=None, cancel_note="", change_note="")


def _keep(series: Series, **values: object) -> list[Series]:
    for name, value in values.items():
        setattr(series, name, value)
    series.sequence += 1
    series.changed_at = timezone.now()
    series.save(update_fields=[*values, "sequence", "changed_at"])
    refresh_series(series)
    return [series]
