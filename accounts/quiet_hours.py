"""The hours of a person's own clock in which no mail at once comes.

There are none unless he chose some: most phones keep quiet at night by themselves, and who waits for
an answer wants it.
"""

from datetime import datetime

from accounts.models import User
from core.timezones import next_local_time, zone_named


def quiet_until(user: User, now: datetime) -> datetime | None:
    """Return when the quiet hours end in which `now` lies, None if it lies in none."""
    begin, end = user.quiet_from, user.quiet_until
    if begin is None or end is None:
        return None
    zone = zone_named(user.time_zone)
    hour = now.astimezone(zone).hour
    inside = begin <= hour < end if begin < end else hour >= begin or hour < end
    return next_local_time(now, zone, end) if inside else None
