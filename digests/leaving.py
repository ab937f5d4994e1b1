"""When the next digests of a community leave, and how many people each time may reach."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from communities.models import Community, Membership
from communities.models.membership import Pace
from core.timezones import next_local_time, zone_named

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Those of one pace."""

    pace: str
    people: int
    first_at: datetime


def next_digests(community: Community) -> list[Leaving]:
    """Return for each pace that somebody chose when the first of its digests is due: one query."""
    now = timezone.now()
    chosen = (
        Membership.objects.active()
        .filter(community=community)
        .exclude(pace=Pace.NEVER)
        .values_list("pace", "user__time_zone", "user__digest_hour", "user__digest_weekday")
        .annotate(people=Count("pk"))
    )
    people: dict[str, int] = {}
    first: dict[str, datetime] = {}
    for pace, zone, hour, weekday, count in chosen:
        at = next_due(pace, now, zone, hour=hour, weekday=weekday)
        people[pace] = people.get(pace, 0) + count
        first[pace] = min(at, first.get(pace, at))
    found = [Leaving(str(Pace(pace).label), people[pace], first[pace]) for pace in people]
    return sorted(found, key=lambda leaving: leaving.first_at)


def next_due(pace: str, now: datetime, zone_name: str, *, hour: int, weekday: int) -> datetime:
    """Return the first moment after `now` at which a digest of this pace is due."""
    zone = zone_named(zone_name)
    on = weekday if pace in {Pace.WEEKLY, Pace.MONTHLY} else None
    at = next_local_time(now, zone, hour, on)
    while (pace == Pace.WEEKDAYS and at.astimezone(zone).weekday() >= SATURDAY) or (
        pace == Pace.MONTHLY and at.astimezone(zone).day > 7
    ):
        at = next_local_time(at, zone, hour, on)
    return at
