"""Topics as lists show them: flat rows, since a list of twenty would else make eighty objects."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from communities.facets import Facet
from communities.models import Membership
from core.addresses import address
from core.pagination import KeysetPage, below, read_cursor, rows_page
from core.prepared import prepared
from forums.bylines import AUTHOR, LAST_AUTHOR, author_name
from forums.forum_lists import ForumRow
from forums.models import Form, Forum, Topic
from forums.models.form import TELLING
from forums.models.forum import Kind, in_reader_language
from forums.models.topic import title_for_reader
from forums.querysets import TopicQuerySet

PER_PAGE = 20
WAITING = 3
NEW = 8
# Older questions are the facilitator's desk's business, not everybody's first line.
WAITS_AT_MOST = timedelta(days=30)
MY_ROLE_FIRST = Case(
    When(forum__kind=Kind.ROLE_ALIKE, then=Value(0)),
    default=Value(1),
    output_field=IntegerField(),
)
_IN_LISTS = (
    "id",
    "number",
    "title",
    "titles",
    "last_number",
    "last_post_at",
    *LAST_AUTHOR,
    "locked_at",
    "read_through",
    "form",
    "accepted_post_id",
    "accepted_post__removed_at",
)
_FORUM = ("forum__kind", "forum__name", "forum__name_es")
_WAITING = (
    "id",
    "number",
    "title",
    "titles",
    "created_at",
    *AUTHOR,
    "author__site__name",
)


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic in a list, as one member finds it."""

    id: int
    url: str
    title: str
    last_number: int
    last_post_at: datetime
    last_author: str
    read_through: int
    forum_kind: str = ""
    forum_label: str = ""
    form: str = Form.DISCUSSION
    is_answered: bool = False
    """Whether it is a question with an accepted answer."""
    is_locked: bool = False
    is_pinned: bool = False

    @property
    def is_unread(self) -> bool:
        return self.last_number > self.read_through

    @property
    def unread_count(self) -> int:
        return self.last_number - self.read_through

    @property
    def reply_count(self) -> int:
        return self.last_number - 1


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A question that nobody has answered."""

    id: int
    url: str
    title: str
    created_at: datetime
    author: str
    site: str


def topic_page(
    forum: Forum, *, member: Membership, cursor: str | None, about: Facet | None = None
) -> KeysetPage[TopicRow]:
    """Return a page of a forum's topics, the one with the newest post first: one query.

    With `about`, of those that are about it, pinned ones among the others.
    """
    position = read_cursor(cursor)
    now = timezone.now()
    if about:
        rows = _about(member, forum.pk, about, position)
    elif position:
        rows = _listed_below(member, forum.pk, now, *position)
    else:
        rows = _listed(member, forum.pk, now)
    topics = [_topic_row(row, member) for row in rows]
    return rows_page(topics, per_page=PER_PAGE, place=lambda topic: (topic.last_post_at, topic.id))


def pinned_topics(forum: Forum, *, member: Membership) -> list[TopicRow]:
    """Return the topics that stand first in a forum: one query, if there can be any."""
    now = timezone.now()
    if forum.pinned_until is None or forum.pinned_until <= now:
        return []
    rows = _pinned(member, forum.pk, now)
    return [replace(_topic_row(row, member), is_pinned=True) for row in rows]


def waiting_topics(member: Membership) -> list[WaitingRow]:
    """Return questions that nobody has answered, to people of my role first: one query."""
    found = []
    for row in _unanswered(member, timezone.now() - WAITS_AT_MOST):
        pk, number, title, titles, created_at, name, email, hidden, site = row
        url = address("forums:topic", member.community.slug, number)
        author, at = author_name(name, email, hidden), "" if hidden else site or ""
        shown = title_for_reader(title, titles)
        found.append(WaitingRow(pk, url, shown, created_at, author, at))
    return found


def new_topics(member: Membership, forums: list[ForumRow]) -> list[TopicRow]:
    """Return some topics the member has not read of late, of his role first: at most one query."""
    found = sorted(
        (forum.kind != Kind.ROLE_ALIKE, -moment, -topic_id)
        for forum in forums
        for moment, topic_id in forum.new
    )
    # As many more as may stand among those that wait for an answer.
    ids = [-topic_id for _other, _moment, topic_id in found[: NEW + WAITING]]
    rows = {row[0]: row for row in _with_ids(member, ids)} if ids else {}
    return [_topic_row(rows[pk], member) for pk in ids if pk in rows]


def _topic_row(row: tuple[Any, ...], member: Membership) -> TopicRow:
    pk, number, title, titles, last_number, last_post_at, name, email, hidden, *rest = row
    locked_at, read_through, form, accepted, answer_removed_at, *forum = rest
    return TopicRow(
        id=pk,
        url=address("forums:topic", member.community.slug, number),
        title=title_for_reader(title, titles),
        last_number=last_number,
        last_post_at=last_post_at,
        last_author=author_name(name, email, hidden),
        read_through=read_through,
        form=form,
        is_answered=accepted is not None and answer_removed_at is None,
        forum_kind=forum[0] if forum else "",
        forum_label=in_reader_language(*forum[1:]) if forum else "",
        is_locked=locked_at is not None,
    )


def _about(
    reader: Membership, forum_id: int, facet: Facet, position: tuple[datetime, int] | None
) -> list[tuple[Any, ...]]:
    topics = _of_forum(reader, forum_id).about(facet)
    if position:
        topics = topics.filter(below("last_post_at", "id", *position))
    return list(topics.values_list(*_IN_LISTS)[: PER_PAGE + 1])


def not_pinned(now: Any) -> Q:
    return Q(pinned_until=None) | Q(pinned_until__lte=now)


def _of_forum(reader: Membership, forum_id: int) -> TopicQuerySet[Topic]:
    return (
        Topic.objects.visible_to(reader)
        .filter(forum_id=forum_id)
        .with_read_through(reader)
        .newest_first()
    )


@prepared
def _listed(reader: Membership, forum_id: int, now: datetime) -> QuerySet[Topic, tuple[Any, ...]]:
    topics = _of_forum(reader, forum_id).filter(not_pinned(now))
    return topics.values_list(*_IN_LISTS)[: PER_PAGE + 1]


@prepared
def _pinned(reader: Membership, forum_id: int, now: datetime) -> QuerySet[Topic, tuple[Any, ...]]:
    topics = _of_forum(reader, forum_id).filter(pinned_until__gt=now)
    return topics.values_list(*_IN_LISTS)[:PER_PAGE]


@prepared
def _listed_below(
    reader: Membership, forum_id: int, now: datetime, moment: datetime, topic_id: int
) -> QuerySet[Topic, tuple[Any, ...]]:
    topics = _of_forum(reader, forum_id).filter(
        not_pinned(now), below("last_post_at", "id", moment, topic_id)
    )
    return topics.values_list(*_IN_LISTS)[: PER_PAGE + 1]


@prepared
def _unanswered(reader: Membership, since: datetime) -> QuerySet[Topic, tuple[Any, ...]]:
    topics = (
        Topic.objects.visible_to(reader)
        .filter(last_number=1, created_at__gte=since)
        .exclude(author_id=reader.pk)
        # An introduction waits for nobody in particular.
        .exclude(forum__kind=Kind.EVERYONE)
        .exclude(form__in=TELLING)
    )
    return topics.order_by(MY_ROLE_FIRST, "-last_post_at", "-id").values_list(*_WAITING)[:WAITING]


@prepared
def _with_ids(reader: Membership, ids: list[int]) -> QuerySet[Topic, tuple[Any, ...]]:
    topics = Topic.objects.visible_to(reader).filter(id__any_of=ids).with_read_through(reader)
    return topics.values_list(*_IN_LISTS, *_FORUM)
