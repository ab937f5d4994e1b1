"""Which limits hold for new members of a community: its own, and the installation's where it has none."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from communities.models import Membership
from core.prepared import prepared
from forums.models import NewMemberLimits
from forums.models.new_members import LONGEST_DAYS

FIELDS = ("days", "posts_an_hour", "posts_a_day", "topics_a_day", "mentions_a_day")


@dataclass(frozen=True, slots=True)
class Limits:
    """0 days: nobody is new; 0 elsewhere: no limit."""

    days: int
    posts_an_hour: int
    posts_a_day: int
    topics_a_day: int
    mentions_a_day: int


def usual_limits() -> Limits:
    """Return what holds where a community says nothing."""
    return Limits(**{name: getattr(settings, f"NEW_MEMBER_{name.upper()}") for name in FIELDS})


def limits_for(member: Membership) -> Limits | None:
    """Return the limits of a member who is new, else None: no query for who has long been here."""
    longest = timedelta(days=max(LONGEST_DAYS, settings.NEW_MEMBER_DAYS))
    joined = member.joined_at
    if joined is None or joined <= timezone.now() - longest:
        return None
    limits, rows = usual_limits(), _own(member)
    if rows:
        own = dict(zip(FIELDS, rows[0], strict=True))
        usual = {name: getattr(limits, name) for name in FIELDS}
        limits = Limits(**{n: usual[n] if own[n] is None else own[n] for n in FIELDS})
    return limits if joined > timezone.now() - timedelta(days=limits.days) else None


@prepared
def _own(member: Membership) -> QuerySet[NewMemberLimits, tuple[Any, ...]]:
    limits = NewMemberLimits.objects.filter(community_id=member.community_id)
    return limits.values_list(*FIELDS)
