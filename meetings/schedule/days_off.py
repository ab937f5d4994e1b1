"""Days off of a community, and what becomes of the meetings that fall on them."""

from collections.abc import Callable, Collection
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from communities.models import Community, Membership
from meetings.actions.planning import days_off, state_on
from meetings.models import DayOff, Meeting, OnDaysOff, Series, State
from meetings.naming_days_off import name_on, named_days_off
from meetings.schedule.announcing import announced
from meetings.schedule.changed import Changed, Kind
from moderation.record import record

_KINDS = {
    Kind.LEFT_OUT: State.SKIPPED,
    Kind.ASKED: State.ASKED,
    Kind.HELD: State.PLANNED,
}
type Days = Collection[tuple[date, date]]


def add_day_off(name: str, first_day: date, last_day: date, *, by: Membership) -> list[Changed]:
    """Let the community not meet on these days; return what that means for meetings to come."""
    day = DayOff(community_id=by.community_id, name=name, first_day=first_day, last_day=last_day)
    return _while_deciding(by, day.save, lambda: record(by, "added", day))


def change_day_off(
    day: DayOff, name: str, first_day: date, last_day: date, *, by: Membership
) -> list[Changed]:
    """Give it another name or other days; what stays off is not decided again."""
    day.name, day.first_day, day.last_day = name, first_day, last_day
    return _while_deciding(by, day.save, lambda: record(by, "changed", day))


def remove_day_off(day: DayOff, *, by: Membership) -> list[Changed]:
    """Let the community meet then; what was left out because of it stands in the schedule again."""
    # Recorded while it has an id; the record keeps its name.
    return _while_deciding(by, lambda: record(by, "removed", day, note=day.name), day.delete)


def decide_on_day_off(meeting: Meeting, *, holds: bool, by: Membership) -> Changed:
    """Hold a meeting that falls on a day off, or leave it out: what its host was asked."""
    if meeting.state != State.ASKED:
        return Changed(kind=Kind.HELD)
    with transaction.atomic():
        meeting.state = State.PLANNED if holds else State.SKIPPED
        meeting.sequence += 1
        meeting.changed_at = timezone.now()
        meeting.save(update_fields=["state", "sequence", "changed_at"])
        record(by, "held" if holds else "left_out", meeting)
        kind = Kind.HELD if holds else Kind.LEFT_OUT
        return announced(Changed(kind=kind, meetings=[meeting]))


def decide_again(series: Series, coming: Collection[Meeting]) -> None:
    """Look again at the days off, for meetings of one series that are to come."""
    off = days_off(series.community_id)
    _write_states(
        {
            one: state_on(_day(one), off, series.on_days_off)
            for one in coming
            if one.state != State.CANCELLED
        }
    )


def name_of_day_off(meeting: Meeting) -> str:
    """Return what the day off is called on which it falls; empty where it falls on none."""
    day = _day(meeting)
    return name_on(day, named_days_off(meeting.community_id, since=day))


def _while_deciding(
    by: Membership, act: Callable[[], object], afterwards: Callable[[], object]
) -> list[Changed]:
    with transaction.atomic():
        # One at a time: what is off is read before and after.
        Community.objects.select_for_update(no_key=True).get(pk=by.community_id)
        before = days_off(by.community_id)
        act()
        afterwards()
        return _decide(by.community_id, before, days_off(by.community_id))


def _decide(community_id: int, before: Days, after: Days) -> list[Changed]:
    """Leave out, ask about or put back the meetings on days that are off now or no longer."""
    changed = set(before) ^ set(after)
    if not changed:
        return []
    first, last = min(one for one, _last in changed), max(one for _first, one in changed)
    coming = Meeting.objects.filter(
        community=community_id,
        starts_at__gt=timezone.now(),
        # A day of margin for all time zones.
        starts_at__date__gte=first - timedelta(days=1),
        starts_at__date__lte=last + timedelta(days=1),
    )
    asked = coming.exclude(series__on_days_off=OnDaysOff.MEET).exclude(state=State.CANCELLED)
    states = {}
    for one in (
        asked.select_related("series__community")
        .order_by("pk")
        .select_for_update(of=["self"], no_key=True)
    ):
        was, now = _is_in(_day(one), before), _is_in(_day(one), after)
        if now and not was and one.state == State.PLANNED:
            states[one] = state_on(_day(one), after, one.series.on_days_off)
        elif was and not now:
            states[one] = State.PLANNED
    written = _write_states(states)
    return [
        announced(Changed(kind=kind, meetings=meetings))
        for kind, state in _KINDS.items()
        if (meetings := [one for one in written if one.state == state])
    ]


def _write_states(states: dict[Meeting, State]) -> list[Meeting]:
    others = [one for one, state in states.items() if one.state != state]
    for one in others:
        one.state = states[one]
        one.sequence += 1
        one.changed_at = timezone.now()
    Meeting.objects.bulk_update(others, ["state", "sequence", "changed_at"])
    return others


def _day(meeting: Meeting) -> date:
    return meeting.starts_at.astimezone(meeting.series.zone).date()


def _is_in(day: date, off: Days) -> bool:
    return any(first <= day <= last for first, last in off)
