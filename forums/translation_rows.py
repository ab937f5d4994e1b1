"""What posts of a page say in the reader's language: one query, where there is anything."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from communities.models import Community
from core.addresses import address
from core.prepared import prepared
from forums.bylines import author_name
from forums.models import PostTranslation, Topic

_PERSON = ("user__display_name", "user__email")


@dataclass(frozen=True, slots=True)
class Translation:
    """What stands in the place of a post for a reader of another language."""

    html: str
    by_id: int
    by: str
    by_url: str
    """Empty where he hides his name with the post too."""
    changed_by: str
    """Who changed it, if somebody else did."""
    is_outdated: bool
    """Whether the original was changed since."""
    changed_at: datetime | None
    """When it was changed last, if it ever was."""


def translations(
    topic: Topic, community: Community, *, language: str, first: int, last: int
) -> dict[int, Translation]:
    """Return by number what there is of these posts in a language."""
    found = {}
    for row in _translations(topic, language, first, last):
        number, html, by_id, author_id, hidden, name, email, *rest = row
        changed_by_id, changed_name, changed_email, created_at, written_at, edited_at = rest
        is_hidden = hidden and by_id == author_id
        changed_by = ""
        if changed_by_id:
            is_his = hidden and changed_by_id == author_id
            changed_by = author_name(changed_name, changed_email, is_his)
        found[number] = Translation(
            html=html,
            by_id=by_id,
            by=author_name(name, email, is_hidden),
            by_url="" if is_hidden else address("communities:person", community.slug, by_id),
            changed_by=changed_by,
            is_outdated=bool(edited_at and edited_at > written_at),
            changed_at=written_at if written_at > created_at else None,
        )
    return found


@prepared
def _translations(
    topic: Topic, language: str, first: int, last: int
) -> QuerySet[PostTranslation, tuple[Any, ...]]:
    return PostTranslation.objects.filter(
        post__topic_id=topic.pk, post__number__range=(first, last), language=language
    ).values_list(
        *("post__number", "html", "by_id", "post__author_id", "post__name_hidden"),
        *(f"by__{field}" for field in _PERSON),
        "changed_by_id",
        *(f"changed_by__{field}" for field in _PERSON),
        *("created_at", "written_at", "post__edited_at"),
    )
