"""The versions of a post, each with what changed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from core.word_differences import marked_differences
from forums.bylines import name_with
from forums.models import Post

# Finding differences takes time: of a post that was changed more often, the last ones are shown.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Version:
    """What the post said from `written_at` on."""

    number: int
    by: str
    written_at: datetime
    marked: SafeString
    """The text with <del> and <ins> against the version before; of the first one, the text."""


def versions_of(post: Post) -> list[Version]:
    """Return the versions of the post, the newest first: one query."""
    revisions = list(
        post.revisions.select_related("replaced_by__user").order_by("-id")[: SHOWN + 1]
    )[::-1]
    first = post.revisions.count() - len(revisions) + 1
    texts = [*(revision.body for revision in revisions), post.body]
    moments = [*(revision.written_at for revision in revisions), post.edited_at or post.created_at]
    author = name_with(post)
    names = [author]
    for revision in revisions:
        is_own = revision.replaced_by_id == post.author_id
        names.append(author if is_own else revision.replaced_by.name)
    found = [
        Version(first + n, names[n], moments[n], marked_differences(texts[max(n - 1, 0)], text))
        for n, text in enumerate(texts)
    ]
    # Whose words the first of them are is not known if there were more before it.
    return found[::-1][: SHOWN + 1]
