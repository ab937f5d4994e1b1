"""Who is due: decided by the database, from what the clock shows where each person is."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection

from core.timezones import local_instant, period_key, zone_named
from notifications.ledger import SHARES


@dataclass(slots=True)
class DuePerson:
    """A person whose digest of this day has not been made."""

    user_id: int
    day: date
    weekly: bool = False
    monthly: bool = False
    # Membership id by community id: those whose pace has come.
    memberships: dict[int, int] = field(default_factory=dict)


def due_people(
    now: datetime,
    *,
    limit: int,
    leave_out: Collection[int] = frozenset(),
    share: int | None = None,
) -> list[DuePerson]:
    """Return up to `limit` people who are due, those of one community beside each other.

    All of them, or those of one share (notifications.ledger).
    """
    clocks = [_clock(name, hour, now) for name, hour in _chosen_hours()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM digest_due(%s::text[], %s::integer[], %s::date[], %s::timestamptz[],"
            " %s::bigint[], %s, %s, %s)",
            [
                *(map(list, zip(*clocks, strict=True)) if clocks else [[], [], [], []]),
                *(list(leave_out), limit, SHARES, share),
            ],
        )
        rows = cursor.fetchall()
    people: dict[int, DuePerson] = {}
    for user_id, community_id, membership_id, day, weekly, monthly in rows:
        person = people.setdefault(user_id, DuePerson(user_id, day))
        person.weekly = person.weekly or weekly
        person.monthly = person.monthly or monthly
        person.memberships[community_id] = membership_id
    return list(people.values())


def by_community(people: Collection[DuePerson]) -> dict[int, list[int]]:
    """Return the ids of the due memberships by community."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for person in people:
        for community_id, membership_id in person.memberships.items():
            found[community_id].append(membership_id)
    return dict(found)


def _chosen_hours() -> list[tuple[str, int]]:
    """Return each pair of time zone and hour that somebody has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT time_zone, digest_hour FROM accounts_user WHERE is_active")
        return [(zone, hour) for zone, hour in cursor.fetchall()]


def _clock(name: str, hour: int, now: datetime) -> tuple[str, int, date, datetime]:
    zone = zone_named(name)
    day = date.fromisoformat(period_key(now, zone, "daily", hour=hour))
    return name, hour, day, local_instant(day, hour, zone)
