"""What meetings bring to the first page of a community: what waits for their hosts."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from communities.access import MemberRequest
from communities.home import HomeSection, register_home_section
from communities.models import Membership
from communities.models.membership import Standing
from core.addresses import address
from core.prepared import prepared
from meetings.models import Meeting, Series, State

SHOWN = 5


def asked(request: MemberRequest) -> dict[str, Any] | None:
    """Return the next meetings that fall on days off, for who hosts them."""
    if request.member.standing == Standing.GUEST:
        return None
    slug = request.community.slug
    found = [
        (address("meetings:meeting", slug, number), own or title, starts_at)
        for number, own, title, starts_at in _asked(request.member, timezone.now())
    ]
    return {"asked": found} if found else None


def register() -> None:
    """Stand on the first page; called from AppConfig.ready()."""
    register_home_section(HomeSection(7, "meetings/_home_asked.html", asked))


@prepared
def _asked(reader: Membership, now: datetime) -> QuerySet[Meeting, tuple[Any, ...]]:
    mine = Series.objects.hosted_by(reader)
    there = Meeting.objects.filter(state=State.ASKED, series__in=mine, starts_at__gt=now)
    return there.order_by("starts_at", "pk").values_list(
        "number", "title", "series__title", "starts_at"
    )[:SHOWN]
