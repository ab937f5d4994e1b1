"""What meetings bring to the first page of a community: the next ones, and what waits for their hosts."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from communities.access import MemberRequest
from communities.home import HomeSection, register_home_section
from communities.models import Membership
from communities.models.membership import Standing
from core.addresses import address
from core.prepared import prepared_for_each
from meetings.models import Answer, Meeting, Rsvp, Series, StandingAnswer, State
from meetings.rows import time_span

# Of what falls on days off, and of what is next.
ASKED = 5
NEXT = 3
# What is later is not next.
SOON = timedelta(days=14)


class HomeMeeting(NamedTuple):
    """A meeting as the first page shows it."""

    url: str
    title: str
    starts_at: datetime
    time: str
    answer: str


def meetings(request: MemberRequest) -> dict[str, Any] | None:
    """Return what is next, and what falls on days off for who hosts it: one query."""
    slug = request.community.slug
    now = timezone.now()
    asked: list[HomeMeeting] = []
    coming: list[HomeMeeting] = []
    for waits, number, own, title, starts_at, ends_at, said, always in _soon(
        request.member, now, now + SOON
    ):
        row = HomeMeeting(
            address("meetings:meeting", slug, number),
            own or title,
            starts_at,
            time_span(starts_at, ends_at),
            said or always or "",
        )
        if waits:
            asked.append(row)
        elif row.answer != Answer.NO:
            coming.append(row)
    found = {"asked": asked[:ASKED], "coming": coming[:NEXT]}
    return found if any(found.values()) else None


def register() -> None:
    """Stand on the first page; called from AppConfig.ready()."""
    register_home_section(HomeSection(7, "meetings/_home.html", meetings))


@prepared_for_each("reader.standing")
def _soon(reader: Membership, now: datetime, until: datetime) -> QuerySet[Meeting, tuple[Any, ...]]:
    """Find what begins within days, and all on days off that its host has not decided on."""
    there = Meeting.objects.visible_to(reader).standing().filter(ends_at__gt=now)
    hosted = Q(pk__in=[])
    if reader.standing != Standing.GUEST:
        mine = Series.objects.hosted_by(reader).filter(pk=OuterRef("series_id"))
        hosted = Q(Exists(mine), state=State.ASKED, starts_at__gt=now)
    said = Rsvp.objects.filter(meeting=OuterRef("pk"), member=reader.pk)
    always = StandingAnswer.objects.filter(series=OuterRef("series_id"), member=reader.pk)
    soon = there.filter(Q(starts_at__lt=until) | hosted).annotate(
        waits=Case(When(hosted, then=Value(value=True)), default=Value(value=False)),
        said=Subquery(said.values("answer")),
        always=Subquery(always.values("answer")),
    )
    return soon.order_by("-waits", "starts_at", "pk").values_list(
        *("waits", "number", "title", "series__title", "starts_at", "ends_at", "said", "always")
    )[: 2 * (ASKED + NEXT)]
