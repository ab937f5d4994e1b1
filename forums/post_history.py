"""The versions of a post, or of a translation, each with what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from core.markdown.unsigned import without_signs
from core.word_differences import marked_differences
from forums.bylines import name_with
from forums.models import Post, PostRevision, PostTranslation, TranslationRevision

# Finding differences takes time: of a post that was changed more often, the last ones are shown.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Version:
    """What it said from `written_at` on."""

    number: int
    by: str
    written_at: datetime
    marked: SafeString
    """The text with <del> and <ins> against the version before; of the first one, the text."""


def versions_of(post: Post) -> list[Version]:
    """Return the versions of the post, the newest first: two queries."""
    revisions = _last(post.revisions.select_related("replaced_by__user"))
    author = name_with(post)
    names = [author]
    for revision in revisions:
        is_own = revision.replaced_by_id == post.author_id
        names.append(author if is_own else revision.replaced_by.name)
    return _marked(
        [*(revision.body for revision in revisions), post.body],
        [*(revision.written_at for revision in revisions), post.edited_at or post.created_at],
        names,
        first=post.revisions.count() - len(revisions) + 1,
    )


def versions_in(translation: PostTranslation) -> list[Version]:
    """Return the versions of a translation, the newest first: two queries.

    Fetch `by__user`, and `post__author__user`, with it.
    """
    revisions = _last(translation.revisions.select_related("replaced_by__user"))
    people = [translation.by, *(revision.replaced_by for revision in revisions)]
    post = translation.post
    said: list[TranslationRevision | PostTranslation] = [*revisions, translation]
    return _marked(
        [f"{one.title}\n\n{one.body}" if one.title else one.body for one in said],
        [one.written_at for one in said],
        [name_with(post) if who.pk == post.author_id else who.name for who in people],
        first=translation.revisions.count() - len(revisions) + 1,
    )


def _last[R: (PostRevision, TranslationRevision)](revisions: QuerySet[R]) -> list[R]:
    """Return the revisions that are looked at, the oldest first: one more than is shown."""
    return list(revisions.order_by("-id")[: SHOWN + 1])[::-1]


def _marked(
    texts: Sequence[str], moments: Sequence[datetime], names: Sequence[str], *, first: int
) -> list[Version]:
    found = [
        Version(
            first + n,
            names[n],
            moments[n],
            marked_differences(*without_signs(texts[max(n - 1, 0)], text)),
        )
        for n, text in enumerate(texts)
    ]
    # Whose words the first of them are is not known if there were more before it.
    return found[::-1][: SHOWN + 1]
