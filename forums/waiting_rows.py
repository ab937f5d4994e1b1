"""What waits for a facilitator, shown to its author in its place."""

from dataclasses import dataclass
from datetime import datetime

from communities.models import Membership
from core.addresses import address
from forums.models import HeldPost, Topic
from forums.models.held_post import HoldState


@dataclass(frozen=True, slots=True)
class WaitingPost:
    html: str
    created_at: datetime
    edits: int | None
    """The number of the post that it would change, if it is a change."""
    url: str


def waiting_of(member: Membership, topic: Topic) -> list[WaitingPost]:
    """Return what the member wrote in a topic (from topic_or_404) and waits: one query, if any."""
    if not topic.has_held:
        return []
    held = HeldPost.objects.filter(topic=topic, author=member, state=HoldState.WAITING)
    rows = held.order_by("pk").values_list("pk", "html", "created_at", "edits__number")
    slug = topic.community.slug
    return [
        WaitingPost(html, moment, edits, address("forums:held_post", slug, pk))
        for pk, html, moment, edits in rows
    ]
