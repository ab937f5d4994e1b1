"""What somebody wrote, as far as the reader may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left

from communities.access import MemberRequest
from communities.models import Membership
from communities.person_sections import PersonSection, register_person_section
from core.addresses import address
from core.markdown.text import excerpt
from core.pagination import KeysetPage, below, read_cursor, rows_page
from core.prepared import prepared
from forums.models import Post
from forums.models.forum import in_reader_language
from forums.querysets import PostQuerySet

PER_PAGE = 10
EXCERPT = 160
# Enough HTML for an excerpt, however long the post is.
BEGINNING = 2000
_COLUMNS = (
    *("id", "number", "created_at", "beginning", "topic__number", "topic__title"),
    "name_hidden",
    *("topic__forum__kind", "topic__forum__name", "topic__forum__name_es"),
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """A post in a list of what one person wrote."""

    id: int
    url: str
    title: str
    opens: bool
    """Whether the post opened the topic, or replied in it."""
    name_hidden: bool
    """Only of one's own."""
    excerpt: str
    created_at: datetime
    forum_kind: str
    forum_label: str


def contributions(
    author: Membership, *, reader: Membership, cursor: str | None
) -> KeysetPage[Contribution]:
    """Return a page of the posts of an author that the reader sees, the newest first: one query."""
    position = read_cursor(cursor)
    rows = _written_below(reader, author.pk, *position) if position else _written(reader, author.pk)
    found = [_contribution(row, reader) for row in rows]
    return rows_page(found, per_page=PER_PAGE, place=lambda post: (post.created_at, post.id))


def _contribution(row: tuple[Any, ...], reader: Membership) -> Contribution:
    pk, number, created_at, beginning, topic_number, title, hidden, kind, *names = row
    return Contribution(
        id=pk,
        url=address("forums:post", reader.community.slug, topic_number, number),
        title=title,
        opens=number == 1,
        name_hidden=hidden,
        excerpt=excerpt(beginning, EXCERPT),
        created_at=created_at,
        forum_kind=kind,
        forum_label=in_reader_language(*names),
    )


def _of(reader: Membership, author_id: int) -> PostQuerySet[Post]:
    # What somebody wrote without his name, he alone finds here.
    told = Q(name_hidden=False) | Q(author_id=reader.pk)
    posts = Post.objects.visible_to(reader).filter(told, author_id=author_id)
    return posts.annotate(beginning=Left(F("html"), BEGINNING)).order_by("-created_at", "-id")


@prepared
def _written(reader: Membership, author_id: int) -> QuerySet[Post, tuple[Any, ...]]:
    return _of(reader, author_id).values_list(*_COLUMNS)[: PER_PAGE + 1]


@prepared
def _written_below(
    reader: Membership, author_id: int, moment: datetime, post_id: int
) -> QuerySet[Post, tuple[Any, ...]]:
    posts = _of(reader, author_id).filter(below("created_at", "id", moment, post_id))
    return posts.values_list(*_COLUMNS)[: PER_PAGE + 1]


def section(request: MemberRequest, shown: Membership) -> dict[str, Any] | None:
    """Return the section of a person's page."""
    cursor = request.GET.get("before")
    page = contributions(shown, reader=request.member, cursor=cursor)
    if not page.items and not cursor:
        return None
    return {
        "posts": page.items,
        "page": {
            "next_url": f"?before={page.next_cursor}" if page.has_next else "",
            "previous_url": "?" if cursor else "",
        },
    }


def register() -> None:
    """Hand the section over; called from AppConfig.ready()."""
    register_person_section(PersonSection("forums/_contributions.html", section))
