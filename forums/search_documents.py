"""What can be found of the forums: topics with the post that opens them, and replies."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Membership
from core.addresses import address
from core.prepared import prepared
from forums import search_translations
from forums.bylines import AUTHOR, author_name
from forums.models import Attachment, Forum, Post, Topic
from forums.models.forum import in_reader_language
from forums.search_translations import refresh_translations, translation_ids
from search.actions import put, refresh
from search.kinds import Document, Hit, Kind, Place, register_kind, register_places
from search.words import text_of

TOPIC, POST = "topic", "post"
BATCH = 500
# Of each file beside a post, so many letters are looked through for an excerpt.
SHOWN_OF_FILE = 50_000
_FOUND = (
    *("pk", "number", "html", "created_at", "removed_at", "file_count"),
    *("topic_id", "topic__number", "topic__title"),
    *AUTHOR,
    *("topic__forum__kind", "topic__forum__name", "topic__forum__name_es"),
)


def register() -> None:
    register_kind(Kind(TOPIC, _("Topics"), _topics, _topic_ids, _topic_hits))
    register_kind(Kind(POST, _("Replies"), _replies, _reply_ids, _reply_hits))
    search_translations.register(TOPIC, POST)
    register_places(_places)


def put_post(post: Post) -> None:
    """Write a post into the index; the one that opens a topic stands there for the topic.

    One that is removed has no words to be found by.
    """
    if post.removed_at:
        return
    kind = TOPIC if post.number == 1 else POST
    put(
        post.topic.community,
        kind,
        [_document(post, *_of_files([post.pk] if post.file_count else []))],
    )


def refresh_post(post: Post) -> None:
    """Bring the index up to date about a post that was removed or restored, and its topic.

    The topic goes with the last of its posts that is shown, and comes back with the first.
    """
    refresh_topic(post.topic)
    if post.number > 1:
        refresh(post.topic.community, POST, [post.pk])
        refresh_translations(post.topic.community, translation_ids(post=post))


def refresh_topic(topic: Topic) -> None:
    """Bring the index up to date about a topic itself: answered now, or not any more."""
    refresh(topic.community, TOPIC, [topic.pk])
    opening = translation_ids(post__topic=topic, post__number=1)
    refresh_translations(topic.community, opening)


def refresh_whole(*topics: Topic) -> None:
    """Bring the index up to date about topics that were moved, split or merged, and all their posts.

    At once: until then, who saw the old forum would go on counting what is not his any more.
    """
    for topic in topics:
        refresh_topic(topic)
        posts = Post.objects.filter(topic=topic).order_by("pk")
        ids = list(posts.values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            refresh(topic.community, POST, batch)
            refresh_translations(topic.community, translation_ids(post__in=batch))


def _document(
    post: Post, files: Mapping[int, tuple[str, ...]], said: Mapping[int, str]
) -> Document:
    """Return what is found of a post: its words, and those of the files beside it."""
    opens = post.number == 1
    topic = post.topic
    return Document(
        object_id=topic.pk if opens else post.pk,
        audience_id=topic.forum.audience_id,
        title=topic.title if opens else "",
        text="" if post.removed_at else text_of(post.html) + said.get(post.pk, ""),
        # Who looks for what people of a role or a site wrote must not find out who wrote this.
        author_id=None if post.name_hidden else post.author_id,
        thread=f"topic {topic.pk}",
        place=f"forum {topic.forum_id}",
        moment=post.created_at,
        is_answered=opens and topic.shows_answer,
        language=post.language,
        files=() if post.removed_at else files.get(post.pk, ()),
    )


def _file_names(post_ids: list[int]) -> dict[int, tuple[str, ...]]:
    """Return the names of the files beside these posts, by post: one query, if there are any."""
    return {pk: names for pk, (names, _said) in _beside(post_ids).items()}


def _beside(post_ids: list[int]) -> dict[int, tuple[tuple[str, ...], str]]:
    """Return the names of the files beside these posts, and the beginning of what stands in them."""
    found: dict[int, tuple[tuple[str, ...], str]] = {}
    for pk, name, text in _files(post_ids) if post_ids else ():
        names, said = found.get(pk, ((), ""))
        found[pk] = ((*names, name), f"{said} {text}".strip())
    return found


def _of_files(post_ids: list[int]) -> tuple[dict[int, tuple[str, ...]], dict[int, str]]:
    """Return the names of the files beside these posts, and what stands in them: at most two queries."""
    if not post_ids:
        return {}, {}
    files = Attachment.objects.filter(post__in=post_ids).exclude(text="").order_by("pk")
    said: dict[int, str] = {}
    for pk, text in files.values_list("post_id", "text"):
        if pk is not None:
            said[pk] = f"{said.get(pk, '')} {text}"
    return _file_names(post_ids), said


@prepared
def _files(post_ids: list[int]) -> QuerySet[Attachment, tuple[Any, ...]]:
    files = Attachment.objects.filter(post_id__any_of=post_ids).order_by("pk")
    return files.values_list("post_id", "name", Left("text", SHOWN_OF_FILE))


def _topics(_community: Community, ids: Collection[int]) -> list[Document]:
    # Under its title a topic is found as long as one of its posts is shown, be it not the first.
    return _documents(Post.objects.filter(topic_id__in=ids, topic__removed_at=None, number=1))


def _replies(_community: Community, ids: Collection[int]) -> list[Document]:
    return _documents(Post.objects.filter(pk__in=ids, removed_at=None, number__gt=1))


def _documents(posts: QuerySet[Post]) -> list[Document]:
    found = list(posts.select_related("topic__forum", "topic__accepted_post").order_by("pk"))
    beside = _of_files([post.pk for post in found if post.file_count])
    return [_document(post, *beside) for post in found]


def _topic_ids(community: Community, after: int, count: int) -> list[int]:
    topics = Topic.objects.filter(community=community, pk__gt=after).order_by("pk")
    return list(topics.values_list("pk", flat=True)[:count])


def _reply_ids(community: Community, after: int, count: int) -> list[int]:
    posts = Post.objects.filter(community=community, pk__gt=after, number__gt=1).order_by("pk")
    return list(posts.values_list("pk", flat=True)[:count])


def _topic_hits(member: Membership, ids: Collection[int]) -> dict[int, Hit]:
    return {row[6]: hit for row, hit in _hits(_opening_posts(member, list(ids)), member)}


def _reply_hits(member: Membership, ids: Collection[int]) -> dict[int, Hit]:
    return {row[0]: hit for row, hit in _hits(_later_posts(member, list(ids)), member)}


def _hits(rows: list[tuple[Any, ...]], member: Membership) -> Iterator[tuple[tuple[Any, ...], Hit]]:
    """Give each row with what is shown of it: one query more if files stand beside any."""
    beside = _beside([row[0] for row in rows if row[5]])
    for row in rows:
        yield row, _hit(row, member, *beside.get(row[0], ((), "")))


@prepared
def _opening_posts(reader: Membership, ids: list[int]) -> QuerySet[Post, tuple[Any, ...]]:
    # Also one that was removed: the topic is there as long as another of its posts is.
    posts = Post.objects.with_removed_for(reader).filter(topic__removed_at=None, number=1)
    return posts.filter(topic__id__any_of=ids).values_list(*_FOUND)


@prepared
def _later_posts(reader: Membership, ids: list[int]) -> QuerySet[Post, tuple[Any, ...]]:
    return Post.objects.visible_to(reader).filter(id__any_of=ids).values_list(*_FOUND)


def _hit(row: tuple[Any, ...], member: Membership, files: tuple[str, ...], said: str) -> Hit:
    _pk, number, html, moment, removed_at, _files, _topic_id, topic, title, *others = row
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
        files=() if removed_at else files,
        in_files="" if removed_at else said,
    )


def _places(member: Membership) -> list[Place]:
    return [
        Place(f"forum {pk}", in_reader_language(*words)) for pk, *words in _forums_in_order(member)
    ]


@prepared
def _forums_in_order(reader: Membership) -> QuerySet[Forum, tuple[Any, ...]]:
    forums = Forum.objects.visible_to(reader).order_by("position", "pk")
    return forums.values_list("pk", "name", "name_es")
