"""What the library brings to the first page of a community: what waits, and where one begins."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
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
from knowledge.listed_rows import count_in_review
from knowledge.models import Resource
from knowledge.shelves.rows import start_of

# Of what came back; the rest stands in the library.
SHOWN = 3
# For so long somebody is new.
NEW = timedelta(days=30)


def waiting(request: MemberRequest) -> dict[str, Any] | None:
    """What came back to me with words; how much facilitators, and what curators should look at."""
    slug = request.community.slug
    came_back = [
        (address("knowledge:resource", slug, number), title)
        for number, title in _came_back(request.member)
    ]
    # A facilitator curates all of them.
    to_review: list[tuple[str, str]] = []
    in_review = unreadable = 0
    if request.member.is_facilitator:
        in_review = count_in_review(request.community)
        unreadable = count_unreadable(request.community)
    else:
        to_review = [
            (address("knowledge:resource", slug, number), title)
            for number, title in _meant_for_mine(request.member)
        ]
    quoted = [
        (quoted_path(request.community.pk, pk), title) for pk, title in waiting_for(request.member)
    ]
    found = {
        "came_back": came_back,
        "in_review": in_review,
        "to_review": to_review,
        "quoted": quoted,
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


@prepared
def _came_back(reader: Membership) -> QuerySet[Resource, tuple[Any, ...]]:
    drafts = Resource.objects.written_by(reader).filter(state=State.DRAFT).exclude(note="")
    return drafts.order_by("-placed_at", "-id").values_list("number", "title")[:SHOWN]


@prepared
def _meant_for_mine(reader: Membership) -> QuerySet[Resource, tuple[Any, ...]]:
    """What waits for review and is meant for a collection that the reader curates."""
    waiting = Resource.objects.meant_for_collections_of(reader).filter(state=State.REVIEW)
    return waiting.order_by("-placed_at", "-id").values_list("number", "title")[:SHOWN]
