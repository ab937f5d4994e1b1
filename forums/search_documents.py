"""What can be found of the forums: topics with the post that opens them, and replies."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import shown_name
from communities.models import Community, Membership
from core.addresses import address
from forums.models import Forum, Post, Topic
from forums.models.forum import in_reader_language
from search.actions import put, refresh
from search.kinds import Document, Hit, Kind, Place, register_kind, register_places
from search.words import text_of

TOPIC, POST = "topic", "post"
BATCH = 500
_FOUND = (
    *("number", "html", "created_at"),
    *("topic_id", "topic__number", "topic__title"),
    *("author__user__display_name", "author__user__email"),
    *("topic__forum__kind", "topic__forum__name", "topic__forum__name_es"),
)


def register() -> None:
    register_kind(Kind(TOPIC, _("Topics"), _topics, _topic_ids, _topic_hits))
    register_kind(Kind(POST, _("Replies"), _replies, _reply_ids, _reply_hits))
    register_places(_places)


def put_post(post: Post) -> None:
    """Write a post into the index; the one that opens a topic stands there for the topic."""
    if post.removed_at:
        return
    kind = TOPIC if post.number == 1 else POST
    put(post.topic.community, kind, [_document(post)])


def refresh_post(post: Post) -> None:
    """Bring the index up to date about a post that was removed or restored."""
    opens = post.number == 1
    refresh(post.topic.community, TOPIC if opens else POST, [post.topic_id if opens else post.pk])


def refresh_topic(topic: Topic) -> None:
    """Bring the index up to date about a topic itself: answered now, or not any more."""
    refresh(topic.community, TOPIC, [topic.pk])


def refresh_whole(*topics: Topic) -> None:
    """Bring the index up to date about topics that were moved, split or merged, and all their posts.

    At once: until then, who saw the old forum would go on counting what is not his any more.
    """
    for topic in topics:
        refresh_topic(topic)
        posts = Post.objects.filter(topic=topic).order_by("pk")
        ids = list(posts.values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            refresh(topic.community, POST, ids[start : start + BATCH])


def _document(post: Post) -> Document:
    opens = post.number == 1
    topic = post.topic
    return Document(
        object_id=topic.pk if opens else post.pk,
        audience_id=topic.forum.audience_id,
        title=topic.title if opens else "",
        text=text_of(post.html),
        author_id=post.author_id,
        thread=f"topic {topic.pk}",
        place=f"forum {topic.forum_id}",
        moment=post.created_at,
        is_answered=opens and topic.accepted_post_id is not None,
    )


def _topics(_community: Community, ids: Collection[int]) -> list[Document]:
    return _documents(Post.objects.filter(topic_id__in=ids, number=1))


def _replies(_community: Community, ids: Collection[int]) -> list[Document]:
    return _documents(Post.objects.filter(pk__in=ids, number__gt=1))


def _documents(posts: QuerySet[Post]) -> list[Document]:
    shown = posts.filter(removed_at=None)
    return [_document(post) for post in shown.select_related("topic__forum").order_by("pk")]


def _topic_ids(community: Community, after: int, count: int) -> list[int]:
    topics = Topic.objects.filter(community=community, pk__gt=after).order_by("pk")
    return list(topics.values_list("pk", flat=True)[:count])


def _reply_ids(community: Community, after: int, count: int) -> list[int]:
    posts = Post.objects.filter(community=community, pk__gt=after, number__gt=1).order_by("pk")
    return list(posts.values_list("pk", flat=True)[:count])


def _topic_hits(member: Membership, ids: Collection[int]) -> dict[int, Hit]:
    found = Post.objects.visible_to(member).filter(topic_id__in=ids, number=1)
    return {row[1][3]: _hit(row[1], member) for row in _rows(found)}


def _reply_hits(member: Membership, ids: Collection[int]) -> dict[int, Hit]:
    found = Post.objects.visible_to(member).filter(pk__in=ids)
    return {pk: _hit(row, member) for pk, row in _rows(found)}


def _rows(posts: QuerySet[Post]) -> list[tuple[int, tuple[Any, ...]]]:
    return [(pk, tuple(row)) for pk, *row in posts.values_list("pk", *_FOUND)]


def _hit(row: tuple[Any, ...], member: Membership) -> Hit:
    number, html, moment, _topic_id, topic, title, name, email, kind, *words = row
    slug = member.community.slug
    return Hit(
        url=address("forums:topic", slug, topic)
        if number == 1
        else address("forums:post", slug, topic, number),
        title=title,
        text=text_of(html),
        author=shown_name(name, email),
        moment=moment,
        place_kind=kind,
        place_label=in_reader_language(*words),
    )


def _places(member: Membership) -> list[Place]:
    forums = Forum.objects.visible_to(member).order_by("position", "pk")
    rows = forums.values_list("pk", "name", "name_es")
    return [Place(f"forum {pk}", in_reader_language(*words)) for pk, *words in rows]
