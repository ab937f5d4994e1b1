"""Posts of the forums as sources of quotations."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet

from communities.models import Membership
from core.addresses import address
from core.markdown import plain_text
from forums.models import Post, Topic
from forums.models.topic import title_for_reader
from forums.telling import POST
from knowledge.harvest.source_kinds import SeenSource, Source, SourceKind, register_source_kind
from search.words import text_of


def texts_of(html: str) -> tuple[str, ...]:
    """Return what a post says as it is read line by line, and as it is copied from a page."""
    return (plain_text(html), text_of(html))


def _now(ids: Collection[int]) -> Mapping[int, Source]:
    return _sources(Post.objects.filter(pk__in=ids))


def _locked(ids: Collection[int]) -> Mapping[int, Source]:
    """Return them while nobody can remove, carry away or change one: topics first, as elsewhere."""
    posts = Post.objects.filter(pk__in=ids)
    list(Topic.objects.select_for_update(no_key=True).filter(posts__in=posts).order_by("pk"))
    return _sources(posts.select_for_update(of=("self",)).order_by("pk"))


def _sources(posts: QuerySet[Post, Any]) -> dict[int, Source]:
    return {
        post.pk: Source(
            author_id=post.author_id,
            name_hidden=post.name_hidden,
            whole_id=post.topic_id,
            audience_id=post.topic.forum.audience_id,
            texts=() if post.removed_at else texts_of(post.html),
        )
        for post in posts.select_related("topic__forum")
    }


def _seen(member: Membership, ids: Collection[int]) -> Mapping[int, SeenSource]:
    slug = member.community.slug
    posts = Post.objects.with_removed_for(member).filter(pk__in=ids)
    rows = posts.values_list(
        *("pk", "number", "removed_at", "language"),
        *("topic__number", "topic__title", "topic__titles"),
    )
    return {
        pk: SeenSource(
            title_for_reader(title, titles),
            "" if removed_at else address("forums:post", slug, topic, number),
            language,
        )
        for pk, number, removed_at, language, topic, title, titles in rows
    }


def register() -> None:
    """Let posts be quoted; called from AppConfig.ready()."""
    register_source_kind(SourceKind(POST, _now, _locked, _seen))
