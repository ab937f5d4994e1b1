"""What the library brings to the first page of a community: what waits, and where one begins."""

from datetime import timedelta
from operator import itemgetter
from typing import Any

from django.db.models import IntegerField, QuerySet, Value
from django.utils import timezone

from communities.access import MemberRequest
from communities.home import HomeSection, register_home_section
from communities.models import Membership
from core.addresses import address
from core.prepared import prepared
from knowledge.files.unreadable import count_unreadable
from knowledge.harvest.asking import waiting_for
from knowledge.harvest.links import quoted_path
from knowledge.kinds import State
from knowledge.listed_rows import count_to_review
from knowledge.models import Resource
from knowledge.shelves.rows import start_of

# Of what came back; the rest stands in the library.
SHOWN = 3
# Of where the reader is quoted and did not say yes or no.
QUOTED = 5
_CAME_BACK, _TO_REVIEW, _QUOTED = range(3)
# For so long somebody is new.
NEW = timedelta(days=30)


def waiting(request: MemberRequest) -> dict[str, Any] | None:
    """What came back to me with words; how much facilitators, and what curators should look at."""
    slug, member = request.community.slug, request.member
    # A facilitator curates all of them.
    in_review = unreadable = 0
    if member.is_facilitator:
        in_review = count_to_review(member)
        unreadable = count_unreadable(request.community)
    find = _waiting_for_facilitators if member.is_facilitator else _waiting_for
    rows = sorted(find(member), key=itemgetter(3), reverse=True)
    found = {
        "came_back": _links(rows, _CAME_BACK, slug),
        "in_review": in_review,
        "to_review": _links(rows, _TO_REVIEW, slug),
        "quoted": [
            (quoted_path(request.community.pk, number), title)
            for group, number, title, _placed_at in rows
            if group == _QUOTED
        ],
        "unreadable": unreadable,
    }
    return found if any(found.values()) else None


def where_to_begin(request: MemberRequest) -> dict[str, Any] | None:
    """What the community would have newcomers read first."""
    joined = request.member.joined_at
    if joined is None or joined < timezone.now() - NEW:
        return None
    start = start_of(request.member)
    return {"start": start} if start else None


def register() -> None:
    """Stand on the first page; called from AppConfig.ready()."""
    register_home_section(HomeSection(4, "knowledge/_home_start.html", where_to_begin))
    register_home_section(HomeSection(6, "knowledge/_home_waiting.html", waiting))


def _links(rows: list[tuple[Any, ...]], wanted: int, slug: str) -> list[tuple[str, str]]:
    return [
        (address("knowledge:resource", slug, number), title)
        for group, number, title, _placed_at in rows
        if group == wanted
    ]


@prepared
def _waiting_for_facilitators(reader: Membership) -> QuerySet[Resource, tuple[Any, ...]]:
    """Find what came back to the reader, and where he is asked to be quoted, in one go."""
    return _came_back(reader).union(_quoted(reader), all=True)


@prepared
def _waiting_for(reader: Membership) -> QuerySet[Resource, tuple[Any, ...]]:
    """Find the same, and what waits for review by the reader as a curator."""
    return _came_back(reader).union(_meant_for_mine(reader), _quoted(reader), all=True)


def _came_back(reader: Membership) -> QuerySet[Resource, tuple[Any, ...]]:
    drafts = Resource.objects.written_by(reader).filter(state=State.DRAFT).exclude(note="")
    return _as_rows(drafts.order_by("-placed_at", "-id"), _CAME_BACK)


def _meant_for_mine(reader: Membership) -> QuerySet[Resource, tuple[Any, ...]]:
    """Find what waits for review and is meant for a collection that the reader curates."""
    waiting = Resource.objects.meant_for_collections_of(reader).filter(state=State.REVIEW)
    return _as_rows(waiting.order_by("-placed_at", "-id"), _TO_REVIEW)


def _as_rows(there: QuerySet[Resource], group: int) -> QuerySet[Resource, tuple[Any, ...]]:
    told = there.annotate(group=Value(group, IntegerField()))
    return told.values_list("group", "number", "title", "placed_at")[:SHOWN]


def _quoted(reader: Membership) -> QuerySet[Any, tuple[Any, ...]]:
    there = waiting_for(reader).annotate(group=Value(_QUOTED, IntegerField()))
    return there.values_list("group", "pk", "resource__title", "resource__placed_at")[:QUOTED]
