"""From the clock on the wall to the instant."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

SLOT = "%Y%m%dT%H%M%S"
"""How a start is written as RECURRENCE-ID, on the clock of its series."""


def moment(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of what the clock of the zone shows.

    A time that does not exist counts with the offset from before the gap; one that exists twice is
    the first (RFC 5545, section 3.3.5, form 3).
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def slot_of(local: datetime) -> str:
    """Return the local start as "20261208T190000"."""
    return local.strftime(SLOT)


def local_start(slot: str) -> datetime:
    """Return the local start that a slot names; raise ValueError if it names none."""
    return datetime.strptime(slot, SLOT)  # noqa: DTZ007
