"""What meetings bring to the first page: the next ones, what waits for hosts, what one took on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    CharField,
    DateTimeField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast
from django.utils import timezone

from communities.access import MemberRequest
from communities.home import HomeSection, register_home_section
from communities.models import Membership
from communities.models.membership import Standing
from core.addresses import address
from core.prepared import prepared_for_each
from meetings.models import (
    ActionItem,
    ActionState,
    Answer,
    Meeting,
    Rsvp,
    Series,
    StandingAnswer,
    State,
)
from meetings.rows import time_span

# Of what falls on days off, of what is next, and of what one took on.
ASKED = 5
NEXT = 3
TAKEN_ON = 5
_COMES, _WAITS, _ITEM = range(3)
_NOTHING = Value("", output_field=CharField())
# Longer than the longest meeting.
_LONGEST = timedelta(days=1)
# What is later is not next.
SOON = timedelta(days=14)


class HomeMeeting(NamedTuple):
    """A meeting as the first page shows it."""

    url: str
    title: str
    starts_at: datetime
    time: str
    answer: str


class HomeItem(NamedTuple):
    """Something that the reader took on, as the first page shows it."""

    url: str
    words: str
    due_on: date
    is_late: bool


def meetings(request: MemberRequest) -> dict[str, Any] | None:
    """Return what is next, what falls on days off for its host, and what one took on: one query."""
    slug = request.community.slug
    now = timezone.now()
    rows = [_Row(*row) for row in _found(request.member, now, now + SOON, now - _LONGEST)]
    rows.sort(key=lambda row: (row.starts_at, row.number))
    asked = [row for row in rows if row.kind == _WAITS]
    waiting = {row.number for row in asked}
    coming = [
        row
        for row in rows
        if row.kind == _COMES and row.answer != Answer.NO and row.number not in waiting
    ]
    found = {
        "asked": [_as_meeting(row, slug) for row in asked],
        "coming": [_as_meeting(row, slug) for row in coming[:NEXT]],
        "items": [_as_item(row, slug) for row in rows if row.kind == _ITEM],
    }
    if not any(found.values()):
        return None
    return {**found, "all_url": address("meetings:actions", slug)}


def register() -> None:
    """Stand on the first page; called from AppConfig.ready()."""
    register_home_section(HomeSection(7, "meetings/_home.html", meetings))


class _Row(NamedTuple):
    """What is found, of each kind."""

    kind: int
    number: int
    own_title: str
    title: str
    starts_at: datetime
    ends_at: datetime
    said: str | None
    always: str | None

    @property
    def answer(self) -> str:
        return self.said or self.always or ""


def _as_meeting(row: _Row, slug: str) -> HomeMeeting:
    url = address("meetings:meeting", slug, row.number)
    time = time_span(row.starts_at, row.ends_at)
    return HomeMeeting(url, row.own_title or row.title, row.starts_at, time, row.answer)


def _as_item(row: _Row, slug: str) -> HomeItem:
    due_on = row.starts_at.astimezone(UTC).date()
    url = address("meetings:action", slug, row.number)
    return HomeItem(url, row.own_title, due_on, due_on < timezone.localdate())


@prepared_for_each("reader.standing")
def _found(
    reader: Membership, now: datetime, until: datetime, since: datetime
) -> QuerySet[Meeting, tuple[Any, ...]]:
    """Find meetings and items in one go: of an item, its day stands where a meeting begins."""
    others: list[QuerySet[Any, tuple[Any, ...]]] = [_open_items(reader)]
    if reader.standing != Standing.GUEST:
        others.append(_asked(reader, now))
    return _next(reader, now, until, since).union(*others, all=True)


def _next(
    reader: Membership, now: datetime, until: datetime, since: datetime
) -> QuerySet[Meeting, tuple[Any, ...]]:
    """Find what begins within days, and what goes on since `since`; not what others only host."""
    soon = Meeting.objects.filter(
        community_id=reader.community_id, starts_at__gt=since, starts_at__lt=until, ends_at__gt=now
    )
    mine = Q(series__audience_id__any_of=reader.audience_ids) | Q(series__host=reader.pk)
    said = Rsvp.objects.filter(meeting=OuterRef("pk"), member=reader.pk)
    always = StandingAnswer.objects.filter(series=OuterRef("series_id"), member=reader.pk)
    there = soon.standing().filter(mine).annotate(kind=Value(_COMES, IntegerField()))
    there = there.annotate(said=Subquery(said.values("answer")))
    there = there.annotate(always=Subquery(always.values("answer")))
    return _in_order(there)[: 2 * (ASKED + NEXT)]


def _asked(reader: Membership, now: datetime) -> QuerySet[Meeting, tuple[Any, ...]]:
    """Find all on days off that their host, the reader, has not decided on."""
    mine = Series.objects.hosted_by(reader)
    there = Meeting.objects.filter(state=State.ASKED, series__in=mine, starts_at__gt=now)
    there = there.annotate(kind=Value(_WAITS, IntegerField()), said=_NOTHING, always=_NOTHING)
    return _in_order(there)[:ASKED]


def _in_order(there: QuerySet[Meeting]) -> QuerySet[Meeting, tuple[Any, ...]]:
    return there.order_by("starts_at", "pk").values_list(
        *("kind", "number", "title", "series__title", "starts_at", "ends_at", "said", "always")
    )


def _open_items(reader: Membership) -> QuerySet[ActionItem, tuple[Any, ...]]:
    mine = ActionItem.objects.filter(owner=reader.pk, state=ActionState.OPEN)
    seen = mine.filter(meeting__series__audience_id__any_of=reader.audience_ids)
    day = Cast("due_on", DateTimeField())
    there = seen.order_by("due_on", "number").annotate(kind=Value(_ITEM, IntegerField()))
    there = there.annotate(at=day, until=day, none=_NOTHING, says=_NOTHING, always=_NOTHING)
    return there.values_list("kind", "number", "words", "none", "at", "until", "says", "always")[
        :TAKEN_ON
    ]
