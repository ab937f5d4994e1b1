"""What the library brings to the first page of a community: what waits, for whom it concerns."""

from typing import Any

from django.db.models import QuerySet

from communities.access import MemberRequest
from communities.home import HomeSection, register_home_section
from communities.models import Membership
from core.addresses import address
from core.prepared import prepared
from knowledge.kinds import State
from knowledge.listed_rows import count_in_review
from knowledge.models import Resource

# Of what came back; the rest stands in the library.
SHOWN = 3


def waiting(request: MemberRequest) -> dict[str, Any] | None:
    """What came back to me with words, and, for facilitators, how much they should look at."""
    slug = request.community.slug
    came_back = [
        (address("knowledge:resource", slug, number), title)
        for number, title in _came_back(request.member)
    ]
    in_review = count_in_review(request.community) if request.member.is_facilitator else 0
    if not came_back and not in_review:
        return None
    return {"came_back": came_back, "in_review": in_review}


def register() -> None:
    """Stand on the first page; called from AppConfig.ready()."""
    register_home_section(HomeSection(6, "knowledge/_home_waiting.html", waiting))


@prepared
def _came_back(reader: Membership) -> QuerySet[Resource, tuple[Any, ...]]:
    drafts = Resource.objects.written_by(reader).filter(state=State.DRAFT).exclude(note="")
    return drafts.order_by("-placed_at", "-id").values_list("number", "title")[:SHOWN]
