"""The posts of a page as flat rows: a page of twenty would else make a hundred objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils.translation import get_language

from communities.models import Community, MembershipRole
from communities.people_lines import line_of
from communities.roles import roles_of
from core.addresses import address
from core.prepared import prepared
from forums.bylines import AUTHOR, author_name, picture_with, role_shown
from forums.file_rows import FileRow, files_by_number
from forums.models import Post, Topic
from forums.translation_rows import Translation, translations

FIELDS = (
    "number",
    "html",
    "created_at",
    "edited_at",
    "removed_at",
    "removed_by_id",
    "moved_to_id",
    "reply_to__number",
    "reply_to__topic__number",
    "author_id",
    *AUTHOR,
    "shown_role_id",
    "author__user__avatar",
    "author__site__name",
    "author__standing",
    "role_ids",
    "step",
    "language",
    "translated_into",
    "has_mail_rest",
    "file_count",
)
FILE_COUNT = FIELDS.index("file_count")


@dataclass(frozen=True, slots=True)
class PostRow:
    """What a page shows of a post. Has a name and a picture, as a person does."""

    number: int
    html: str
    created_at: datetime
    edited_at: datetime | None
    author_id: int
    name: str
    avatar_url: str
    line: str
    """Of the author, as communities.people_lines says; with a hidden name, as forums.bylines."""
    author_url: str
    """Empty where the name is hidden."""
    url: str
    name_hidden: bool = False
    asked: bool = False
    """Of one whose name is hidden: whether the topic is his, opened without his name too."""
    answers: int | None = None
    """The number of the post it answers, if one in particular."""
    answers_url: str = ""
    removed_by_id: int | None = None
    """Who removed it: then there is no HTML."""
    is_elsewhere: bool = False
    """Whether it was carried to another topic, to which its address leads."""
    step: str = ""
    """Of a peer consult: the step it was written in."""
    files: tuple[FileRow, ...] = ()
    language: str = ""
    translated_into: list[str] = field(default_factory=list)
    has_mail_rest: bool = False
    """Whether something was cut off the mail it came by."""
    translation: Translation | None = None
    """What it says in the reader's language, if somebody put it there."""


def post_rows(topic: Topic, community: Community, *, first: int, last: int) -> list[PostRow]:
    """Return the posts with these numbers in order: one query.

    Another for files, and for translations, if there are any.

    The topic was loaded for a member.
    """
    base = topic.get_absolute_url()
    found = _numbered(topic, first, last)
    files: Mapping[int, tuple[FileRow, ...]] = {}
    if any(row[FILE_COUNT] for row in found):
        files = files_by_number(topic, community, first=first, last=last)
    rows = [_row(row, topic, community, base, files.get(row[0], ())) for row in found]
    language = str(get_language())
    if not any(_is_translated(row, language) for row in rows):
        return rows
    into = translations(topic, community, language=language, first=first, last=last)
    return [
        replace(row, translation=into.get(row.number)) if _is_translated(row, language) else row
        for row in rows
    ]


def _is_translated(row: PostRow, language: str) -> bool:
    return language in row.translated_into and row.language != language and not row.removed_by_id


@prepared
def _numbered(topic: Topic, first: int, last: int) -> QuerySet[Post, tuple[Any, ...]]:
    roles = MembershipRole.objects.filter(membership=OuterRef("author")).values("role_id")
    return (
        Post.objects.filter(topic_id=topic.pk, number__range=(first, last))
        .annotate(role_ids=ArraySubquery(roles))
        .order_by("number")
        .values_list(*FIELDS)
    )


def _row(
    row: tuple[Any, ...],
    topic: Topic,
    community: Community,
    base: str,
    files: tuple[FileRow, ...] = (),
) -> PostRow:
    number, html, created_at, edited_at, removed_at, removed_by, moved_to, *others = row
    to, to_topic, author_id, name, email, hidden, role_id, picture, *others = others
    site, standing, role_ids, step, language, translated_into, has_mail_rest, _files = others
    if hidden:
        line = role_shown(community, topic.forum.audience_id, role_id) or ""
    else:
        line = line_of(roles_of(community, role_ids), site or "", standing)
    return PostRow(
        number=number,
        html="" if removed_at else html,
        created_at=created_at,
        edited_at=edited_at,
        removed_by_id=removed_by,
        is_elsewhere=moved_to is not None,
        author_id=author_id,
        name=author_name(name, email, hidden),
        name_hidden=hidden,
        asked=hidden and number > 1 and topic.name_hidden and author_id == topic.author_id,
        avatar_url=picture_with(picture, hidden=hidden),
        line=line,
        author_url="" if hidden else address("communities:person", community.slug, author_id),
        url=f"{base}posts/{number}/",
        step=step,
        files=() if removed_at else files,
        language=language,
        translated_into=translated_into,
        has_mail_rest=has_mail_rest,
        answers=to,
        answers_url=f"{address('forums:topic', community.slug, to_topic)}posts/{to}/" if to else "",
    )
