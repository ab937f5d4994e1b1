"""What can be found of the forums: topics with the post that opens them, and replies."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Membership
from core.addresses import address
from core.prepared import prepared
from forums.bylines import AUTHOR, author_name
from forums.models import Forum, Post, Topic
from forums.models.forum import in_reader_language
from search.actions import put, refresh
from search.kinds import Document, Hit, Kind, Place, register_kind, register_places
from search.words import text_of

TOPIC, POST = "topic", "post"
BATCH = 500
_FOUND = (
    *("pk", "number", "html", "created_at", "removed_at"),
    *("topic_id", "topic__number", "topic__title"),
    *AUTHOR,
    *("topic__forum__kind", "topic__forum__name", "topic__forum__name_es"),
)


def register() -> None:
    register_kind(Kind(TOPIC, _("Topics"), _topics, _topic_ids, _topic_hits))
    register_kind(Kind(POST, _("Replies"), _replies, _reply_ids, _reply_hits))
    register_places(_places)


def put_post(post: Post) -> None:
    """Write a post into the index; the one that opens a topic stands there for the topic.

    One that is removed has no words to be found by.
    """
    if post.removed_at:
        return
    kind = TOPIC if post.number == 1 else POST
    put(post.topic.community, kind, [_document(post)])


def refresh_post(post: Post) -> None:
    """Bring the index up to date about a post that was removed or restored, and its topic.

    The topic goes with the last of its posts that is shown, and comes back with the first.
    """
    refresh_topic(post.topic)
    if post.number > 1:
        refresh(post.topic.community, POST, [post.pk])


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
        text="" if post.removed_at else text_of(post.html),
        # Who looks for what people of a role or a site wrote must not find out who wrote this.
        author_id=None if post.name_hidden else post.author_id,
        thread=f"topic {topic.pk}",
        place=f"forum {topic.forum_id}",
        moment=post.created_at,
        is_answered=opens and _is_answered(topic),
        language=post.language,
    )


def _is_answered(topic: Topic) -> bool:
    return topic.accepted_post is not None and topic.accepted_post.removed_at is None


def _topics(_community: Community, ids: Collection[int]) -> list[Document]:
    # Under its title a topic is found as long as one of its posts is shown, be it not the first.
    return _documents(Post.objects.filter(topic_id__in=ids, topic__removed_at=None, number=1))


def _replies(_community: Community, ids: Collection[int]) -> list[Document]:
    return _documents(Post.objects.filter(pk__in=ids, removed_at=None, number__gt=1))


def _documents(posts: QuerySet[Post]) -> list[Document]:
    found = posts.select_related("topic__forum", "topic__accepted_post").order_by("pk")
    return [_document(post) for post in found]


def _topic_ids(community: Community, after: int, count: int) -> list[int]:
    topics = Topic.objects.filter(community=community, pk__gt=after).order_by("pk")
    return list(topics.values_list("pk", flat=True)[:count])


def _reply_ids(community: Community, after: int, count: int) -> list[int]:
    posts = Post.objects.filter(community=community, pk__gt=after, number__gt=1).order_by("pk")
    return list(posts.values_list("pk", flat=True)[:count])


def _topic_hits(member: Membership, ids: Collection[int]) -> dict[int, Hit]:
    return {row[5]: _hit(row, member) for row in _opening_posts(member, list(ids))}


def _reply_hits(member: Membership, ids: Collection[int]) -> dict[int, Hit]:
    return {row[0]: _hit(row, member) for row in _later_posts(member, list(ids))}


@prepared
def _opening_posts(reader: Membership, ids: list[int]) -> QuerySet[Post, tuple[Any, ...]]:
    # Also one that was removed: the topic is there as long as another of its posts is.
    posts = Post.objects.with_removed_for(reader).filter(topic__removed_at=None, number=1)
    return posts.filter(topic__id__any_of=ids).values_list(*_FOUND)


@prepared
def _later_posts(reader: Membership, ids: list[int]) -> QuerySet[Post, tuple[Any, ...]]:
    return Post.objects.visible_to(reader).filter(id__any_of=ids).values_list(*_FOUND)


def _hit(row: tuple[Any, ...], member: Membership) -> Hit:
    _pk, number, html, moment, removed_at, _topic_id, topic, title, *others = row
    name, email, hidden, kind, *words = others
    slug = member.community.slug
    return Hit(
        url=address("forums:topic", slug, topic)
        if number == 1
        else address("forums:post", slug, topic, number),
        title=title,
        text="" if removed_at else text_of(html),
        author=author_name(name, email, hidden),
        moment=moment,
        place_kind=kind,
        place_label=in_reader_language(*words),
    )


def _places(member: Membership) -> list[Place]:
    return [
        Place(f"forum {pk}", in_reader_language(*words)) for pk, *words in _forums_in_order(member)
    ]


@prepared
def _forums_in_order(reader: Membership) -> QuerySet[Forum, tuple[Any, ...]]:
    forums = Forum.objects.visible_to(reader).order_by("position", "pk")
    return forums.values_list("pk", "name", "name_es")
