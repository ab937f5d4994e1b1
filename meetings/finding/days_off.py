"""Which of the times that are proposed fall on a day off, on the clock of the search."""

from collections.abc import Collection

from meetings.models import TimePoll, TimeSlot
from meetings.naming_days_off import name_on, named_days_off


def slots_off(poll: TimePoll, slots: Collection[TimeSlot]) -> dict[int, str]:
    """Return what the day off is called, by the numbers of those that fall on one: one query."""
    days = {slot.number: slot.starts_at.astimezone(poll.zone).date() for slot in slots}
    if not days:
        return {}
    off = named_days_off(poll.community_id, since=min(days.values()))
    return {number: name for number, day in days.items() if (name := name_on(day, off))}
