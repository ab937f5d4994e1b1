"""What days off are called, for whoever shows a day on which people might not meet."""

from collections.abc import Sequence
from datetime import date

from meetings.models import DayOff

# First and last day, and the name.
type NamedDays = Sequence[tuple[date, date, str]]


def named_days_off(community_id: int, *, since: date) -> NamedDays:
    """Return those that end on this day or later: one query."""
    there = DayOff.objects.filter(community=community_id, last_day__gte=since)
    return list(there.order_by("first_day", "pk").values_list("first_day", "last_day", "name"))


def name_on(day: date, off: NamedDays) -> str:
    """Return what the day off is called that this day falls on; empty where it is none."""
    return next((name for first, last, name in off if first <= day <= last), "")
