"""What meetings bring to the first page: the next ones, what waits for hosts, what one took on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
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
    asked: list[HomeMeeting] = []
    coming: list[HomeMeeting] = []
    items: list[HomeItem] = []
    rows = sorted(_found(request.member, now, now + SOON), key=lambda row: (row[4], row[1]))
    for kind, number, own, title, starts_at, ends_at, said, always in rows:
        if kind == _ITEM:
            due_on = starts_at.astimezone(UTC).date()
            url = address("meetings:action", slug, number)
            items.append(HomeItem(url, own, due_on, due_on < timezone.localdate()))
            continue
        row = HomeMeeting(
            address("meetings:meeting", slug, number),
            own or title,
            starts_at,
            time_span(starts_at, ends_at),
            said or always or "",
        )
        if kind == _WAITS:
            asked.append(row)
        elif row.answer != Answer.NO:
            coming.append(row)
    found = {"asked": asked[:ASKED], "coming": coming[:NEXT], "items": items}
    if not any(found.values()):
        return None
    return {**found, "all_url": address("meetings:actions", slug)}


def register() -> None:
    """Stand on the first page; called from AppConfig.ready()."""
    register_home_section(HomeSection(7, "meetings/_home.html", meetings))


@prepared_for_each("reader.standing")
def _found(
    reader: Membership, now: datetime, until: datetime
) -> QuerySet[Meeting, tuple[Any, ...]]:
    """Find meetings and items in one go: of an item, its day stands where a meeting begins."""
    return _soon(reader, now, until).union(_open_items(reader), all=True)


def _open_items(reader: Membership) -> QuerySet[ActionItem, tuple[Any, ...]]:
    mine = ActionItem.objects.filter(owner=reader.pk, state=ActionState.OPEN)
    seen = mine.filter(meeting__series__audience_id__any_of=reader.audience_ids)
    day = Cast("due_on", DateTimeField())
    nothing = Value("", output_field=CharField())
    there = seen.order_by("due_on", "number").annotate(kind=Value(_ITEM, IntegerField()))
    there = there.annotate(at=day, until=day, none=nothing, says=nothing, always=nothing)
    return there.values_list("kind", "number", "words", "none", "at", "until", "says", "always")[
        :TAKEN_ON
    ]


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
        kind=Case(When(hosted, then=_WAITS), default=_COMES, output_field=IntegerField()),
        said=Subquery(said.values("answer")),
        always=Subquery(always.values("answer")),
    )
    return soon.order_by("-kind", "starts_at", "pk").values_list(
        *("kind", "number", "title", "series__title", "starts_at", "ends_at", "said", "always")
    )[: 2 * (ASKED + NEXT)]
