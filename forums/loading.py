"""One forum or topic with all that its page says of it."""

from typing import Any

from django.db.models import OuterRef, QuerySet
from django.http import Http404

from communities.models import Membership
from core.prepared import fields_of, instance_of, prepared
from forums.became import became
from forums.models import Consult, Forum, Post, Topic
from forums.permissions.topics import has_charge_of
from forums.talked_of import talks_of
from forums.telling import FORUM, TOPIC
from notifications.levels import level_at

_TOPIC = fields_of(Topic)
_FORUM = fields_of(Forum)
_FORUM_OF_TOPIC = fields_of(Forum, "forum__")


def forum_or_404(member: Membership, slug: str) -> Forum:
    """Return a forum the member sees, with its community and the `level` he follows it at: one query.

    Raises Http404 when there is none at this address.
    """
    rows = _forum(member, slug)
    if not rows:
        raise Http404
    *columns, level = rows[0]
    forum = instance_of(Forum, columns)
    forum.level = level
    forum.community = member.community
    return forum


def topic_or_404(member: Membership, number: int) -> Topic:
    """Return a topic the member sees, with its forum and its community: one query.

    It knows how far he has read it (`read_through`), whether he keeps its forum going
    (`facilitated`), what he hears of it at once (`level`), what was made of it (`became`) and at
    which meetings it is talked of (`talks`). One of which no post is shown is found by its author
    and by those who keep the forum going. One that was merged into another gives that one, with its
    own number.
    Raises Http404 when there is none with this number.
    """
    rows = _topic(member, number)
    if not rows:
        raise Http404
    *mine, drafted, capacities, results, level, made, talks = rows[0][-11:]
    columns = rows[0][:-11]
    topic = instance_of(Topic, columns[: len(_TOPIC)])
    topic.forum = instance_of(Forum, columns[len(_TOPIC) :])
    topic.community = topic.forum.community = member.community
    topic.read_through, topic.facilitated, topic.has_poll, topic.has_held, topic.wrote_hidden = mine
    topic.has_draft, topic.level = drafted, level
    topic.became, topic.talks = made, talks
    topic.capacity_ids, topic.result_ids = capacities, results
    if topic.merged_into_id:
        return topic_or_404(member, Topic.objects.get(pk=topic.merged_into_id).number)
    if topic.removed_at and not has_charge_of(member, topic):
        raise Http404
    return topic


def topic_seen(member: Membership, topic_id: int) -> Topic | None:
    """Return a topic by its id, or the one that it was merged into, with its forum, if it is seen.

    It knows whether the member wrote in it without his name (`wrote_hidden`). None for one that
    he does not see.
    """
    rows = _topic_seen(member, topic_id)
    if not rows:
        into = Topic.objects.filter(pk=topic_id).values_list("merged_into", flat=True).first()
        return topic_seen(member, into) if into else None
    *columns, wrote_hidden = rows[0]
    topic = instance_of(Topic, columns[: len(_TOPIC)])
    topic.forum = instance_of(Forum, columns[len(_TOPIC) :])
    topic.community = topic.forum.community = member.community
    topic.wrote_hidden = wrote_hidden
    return topic


def post_or_404(member: Membership, number: int, post_number: int) -> Post:
    """Return a post the member sees, with its topic as topic_or_404 gives it: two queries.

    Raises Http404 when there is none with this number.
    """
    topic = topic_or_404(member, number)
    post = Post.objects.visible_to(member).filter(topic=topic, number=post_number).first()
    if post is None:
        raise Http404
    post.topic = topic
    return post


def own_post_or_404(member: Membership, number: int, post_number: int) -> Post:
    """Return a post to be changed, also one that was removed, with topic, forum and community.

    Raises Http404 when the member sees none there; whether it is his is for the caller to check.
    """
    posts = Post.objects.with_removed_for(member).filter(moved_to=None)
    found = posts.select_related("topic__forum").filter(topic__number=number, number=post_number)
    post = found.first()
    if post is None:
        raise Http404
    post.topic.community = member.community
    return post


def last_number_of(member: Membership, number: int) -> int | None:
    """Return the number of a topic's newest post, or None if the member sees no such topic."""
    rows = _last_number(member, number)
    return rows[0][0] if rows else None


@prepared
def _last_number(reader: Membership, number: int) -> QuerySet[Topic, tuple[Any, ...]]:
    return Topic.objects.visible_to(reader).filter(number=number).values_list("last_number")


def consult_or_404(member: Membership, number: int) -> Consult:
    """Return the peer consult of a topic that the member sees, with its topic: two queries.

    Raises Http404 when there is none.
    """
    topic = topic_or_404(member, number)
    consult = Consult.objects.filter(topic=topic).first()
    if consult is None:
        raise Http404
    consult.topic = topic
    return consult


@prepared
def _forum(reader: Membership, slug: str) -> QuerySet[Forum, tuple[Any, ...]]:
    forums = Forum.objects.visible_to(reader).filter(slug=slug)
    forums = forums.annotate(followed=level_at(reader, (FORUM, OuterRef("pk"))))
    return forums.values_list(*_FORUM, "followed")


@prepared
def _topic_seen(reader: Membership, topic_id: int) -> QuerySet[Topic, tuple[Any, ...]]:
    topics = Topic.objects.visible_to(reader).filter(pk=topic_id, merged_into=None)
    return topics.with_wrote_hidden(reader).values_list(*_TOPIC, *_FORUM_OF_TOPIC, "wrote_hidden")


@prepared
def _topic(reader: Membership, number: int) -> QuerySet[Topic, tuple[Any, ...]]:
    topics = Topic.objects.with_removed_for(reader).filter(number=number)
    topics = topics.with_read_through(reader).with_facilitated(reader).with_has_poll()
    topics = topics.with_has_held(reader).with_wrote_hidden(reader).with_facet_ids()
    topics = topics.with_has_draft(reader)
    level = level_at(reader, (TOPIC, OuterRef("pk")), (FORUM, OuterRef("forum_id")))
    mine = ("read_through", "facilitated", "has_poll", "has_held", "wrote_hidden")
    more = (*mine, "has_draft", "capacity_ids", "result_ids", "followed", "made", "talked")
    topics = topics.annotate(followed=level, made=became(reader), talked=talks_of(reader))
    return topics.values_list(*_TOPIC, *_FORUM_OF_TOPIC, *more)
