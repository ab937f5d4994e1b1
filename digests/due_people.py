"""Who is due: decided by the database, from what the clock shows where each person is."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection

from core.timezones import DELIVERY_HOUR, local_instant, period_key, zone_named


@dataclass(slots=True)
class DuePerson:
    """A person whose digest of this day has not been made."""

    user_id: int
    day: date
    weekly: bool = False
    # Membership id by community id: those whose pace has come.
    memberships: dict[int, int] = field(default_factory=dict)


def due_people(
    now: datetime, *, limit: int, leave_out: Collection[int] = frozenset()
) -> list[DuePerson]:
    """Return up to `limit` people who are due, those of one community beside each other."""
    clocks = [_clock(name, now) for name in _time_zones()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM digest_due(%s::text[], %s::date[], %s::timestamptz[], %s::date[],"
            " %s::bigint[], %s)",
            [*map(list, zip(*clocks, strict=True)), list(leave_out), limit]
            if clocks
            else [[], [], [], [], [], limit],
        )
        rows = cursor.fetchall()
    people: dict[int, DuePerson] = {}
    for user_id, community_id, membership_id, day, weekly in rows:
        person = people.setdefault(user_id, DuePerson(user_id, day))
        person.weekly = person.weekly or weekly
        person.memberships[community_id] = membership_id
    return list(people.values())


def by_community(people: Collection[DuePerson]) -> dict[int, list[int]]:
    """Return the ids of the due memberships by community."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for person in people:
        for community_id, membership_id in person.memberships.items():
            found[community_id].append(membership_id)
    return dict(found)


def _time_zones() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT time_zone FROM accounts_user WHERE is_active")
        return [row[0] for row in cursor.fetchall()]


def _clock(name: str, now: datetime) -> tuple[str, date, datetime, date]:
    zone = zone_named(name)
    day = date.fromisoformat(period_key(now, zone, "daily"))
    monday = date.fromisoformat(period_key(now, zone, "weekly"))
    return name, day, local_instant(day, DELIVERY_HOUR, zone), monday
