"""Making a series with its meetings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max

from communities.models import Audience, Community, Membership
from meetings.inviting.promises import tell_planned
from meetings.models import DayOff, Format, Meeting, OnDaysOff, Series, State
from meetings.recurrence.moments import moment, slot_of
from meetings.recurrence.rules import starts
from meetings.search_documents import refresh_series
from moderation.record import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that a host says of a series; when, on the clock of its zone."""

    title: str
    audience: Audience
    host: Membership
    language: str
    time_zone: str
    first_on: date
    begins: time
    minutes: int
    # An RRULE that checked_rule() returned; empty for one meeting.
    rule: str = ""
    about: str = ""
    format: str = Format.OPEN
    interpretation: str = ""
    place_name: str = ""
    address: str = ""
    room: str = ""
    web_link: str = ""
    dial_in: str = ""
    dial_in_code: str = ""
    capacity: int | None = None
    accessibility: str = ""
    child_care: str = ""
    meals: str = ""
    on_days_off: str = OnDaysOff.SKIP
    reminders: Sequence[int] = field(default_factory=list)


def plan_series(plan: Plan, *, by: Membership) -> Series:
    """Make a series and all its meetings."""
    with transaction.atomic():
        # One at a time takes a number: the community's row is the queue.
        Community.objects.select_for_update().get(pk=by.community_id)
        there = Series.objects.filter(community=by.community_id)
        values = {name: getattr(plan, name) for name in plan.__slots__}
        series = Series.objects.create(
            **values,
            community=by.community,
            number=(there.aggregate(last=Max("number"))["last"] or 0) + 1,
            by=by,
        )
        make_meetings(series, starts(series.first_start, series.rule))
        record(by, "planned", series)
        refresh_series(series)
        tell_planned(series)
    return series


def make_meetings(series: Series, local_starts: Collection[datetime]) -> list[Meeting]:
    """Make a meeting for each of these starts, on the clock of the series; two queries and one more.

    The community's row is locked: numbers are taken.
    """
    there = Meeting.objects.filter(community=series.community_id)
    last = there.aggregate(last=Max("number"))["last"] or 0
    off = days_off(series.community_id)
    meetings = [
        Meeting(
            community_id=series.community_id,
            series=series,
            number=number,
            slot=slot_of(local),
            state=state_on(local.date(), off, series.on_days_off),
            **instants(series, local),
        )
        for number, local in enumerate(local_starts, last + 1)
    ]
    return Meeting.objects.bulk_create(meetings)


def instants(series: Series, local: datetime) -> dict[str, datetime]:
    """Return when a meeting begins and ends that starts then on the clock of its series."""
    begins = moment(local, series.zone)
    # Its length is hours that pass, also on the night when the clock is changed.
    return {"starts_at": begins, "ends_at": begins + timedelta(minutes=series.minutes)}


def days_off(community_id: int) -> list[tuple[date, date]]:
    """Return the first and the last day of each: one query."""
    return list(DayOff.objects.filter(community=community_id).values_list("first_day", "last_day"))


def state_on(day: date, off: Collection[tuple[date, date]], on_days_off: str) -> State:
    """Return what becomes of a meeting on this day."""
    if on_days_off == OnDaysOff.MEET or not any(first <= day <= last for first, last in off):
        return State.PLANNED
    return State.ASKED if on_days_off == OnDaysOff.ASK else State.SKIPPED
