"""Translations in the index, beside what they translate: words of both languages lead to the post."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Membership
from core.addresses import address
from core.prepared import prepared
from forums.bylines import AUTHOR, author_name
from forums.models import PostTranslation
from forums.models.forum import in_reader_language
from search.actions import refresh
from search.kinds import Document, Hit, Kind, register_kind
from search.words import text_of

TOPIC_WORDS, POST_WORDS = "topic-words", "post-words"
_FOUND = (
    *("pk", "language", "title", "html", "post__number", "post__created_at", "post__removed_at"),
    *("post__topic__number", "post__topic__title", "post__topic__titles"),
    *(f"post__{field}" for field in AUTHOR),
    *(f"post__topic__forum__{field}" for field in ("kind", "name", "name_es")),
)


def register(topic: str, post: str) -> None:
    """Say how they are found: under the kinds of topics and of replies."""
    hits = (_topic_hits, _post_hits)
    labels = (_("Topics"), _("Replies"))
    for name, label, found, within, opens in zip(
        (TOPIC_WORDS, POST_WORDS), labels, hits, (topic, post), (True, False), strict=True
    ):
        register_kind(Kind(name, label, _documents(opens), _ids_after, found, within=within))


def refresh_translations(community: Community, ids: Collection[int]) -> None:
    """Bring the index up to date about these translations; those that are gone leave it."""
    # Under both names: the post that one belongs to may have opened a topic before.
    for kind in (TOPIC_WORDS, POST_WORDS):
        refresh(community, kind, ids)


def translation_ids(**of: Any) -> list[int]:
    """Return the translations of some posts: `post=…`, or `post__topic=…`."""
    return list(PostTranslation.objects.filter(**of).order_by("pk").values_list("pk", flat=True))


def _documents(opens: bool) -> Callable[[Community, Collection[int]], list[Document]]:  # noqa: FBT001
    def documents(_community: Community, ids: Collection[int]) -> list[Document]:
        found = PostTranslation.objects.filter(pk__in=ids).exclude(language=F("post__language"))
        if opens:
            found = found.filter(post__topic__removed_at=None, post__number=1)
        else:
            found = found.filter(post__removed_at=None, post__number__gt=1)
        rows = found.select_related("post__topic__forum", "post__topic__accepted_post")
        return [_document(row) for row in rows.order_by("pk")]

    return documents


def _document(translation: PostTranslation) -> Document:
    post, topic = translation.post, translation.post.topic
    return Document(
        object_id=translation.pk,
        audience_id=topic.forum.audience_id,
        title=translation.title if post.number == 1 else "",
        text="" if post.removed_at else text_of(translation.html),
        # Whose post it is: a translator who hides his name stands nowhere.
        author_id=None if post.name_hidden else post.author_id,
        thread=f"topic {topic.pk}",
        place=f"forum {topic.forum_id}",
        moment=post.created_at,
        is_answered=post.number == 1 and topic.shows_answer,
        language=translation.language,
    )


def _ids_after(community: Community, after: int, count: int) -> list[int]:
    found = PostTranslation.objects.filter(community=community, pk__gt=after).order_by("pk")
    return list(found.values_list("pk", flat=True)[:count])


def _topic_hits(member: Membership, ids: Collection[int]) -> dict[int, Hit]:
    return {row[0]: _hit(row, member) for row in _of_opening_posts(member, list(ids))}


def _post_hits(member: Membership, ids: Collection[int]) -> dict[int, Hit]:
    return {row[0]: _hit(row, member) for row in _of_later_posts(member, list(ids))}


@prepared
def _of_opening_posts(
    reader: Membership, ids: list[int]
) -> QuerySet[PostTranslation, tuple[Any, ...]]:
    found = PostTranslation.objects.shown_to(reader).filter(id__any_of=ids)
    return found.filter(post__topic__removed_at=None, post__number=1).values_list(*_FOUND)


@prepared
def _of_later_posts(
    reader: Membership, ids: list[int]
) -> QuerySet[PostTranslation, tuple[Any, ...]]:
    found = PostTranslation.objects.shown_to(reader).filter(id__any_of=ids)
    return found.filter(post__removed_at=None, post__number__gt=1).values_list(*_FOUND)


def _hit(row: tuple[Any, ...], member: Membership) -> Hit:
    _pk, language, title, html, number, moment, removed_at, topic, topic_title, titles, *rest = row
    name, email, hidden, kind, *words = rest
    slug = member.community.slug
    return Hit(
        url=address("forums:topic", slug, topic)
        if number == 1
        else address("forums:post", slug, topic, number),
        title=title or titles.get(language) or topic_title,
        text="" if removed_at else text_of(html),
        author=author_name(name, email, hidden),
        moment=moment,
        place_kind=kind,
        place_label=in_reader_language(*words),
    )
