"""Whether a page was sent already: its form carries a key, and so does what came of it."""

from uuid import UUID

from communities.models import Membership
from forums.models import HeldPost, Post, PostRevision


def was_sent(by: Membership, form_key: UUID | None) -> bool:
    """Return whether a post was made of the page, or changed, shown or waiting: at most three queries."""
    if form_key is None:
        return False
    mine = {"community": by.community_id, "form_key": form_key}
    kinds = (Post.objects, HeldPost.objects, PostRevision.objects)
    return any(rows.filter(**mine).exists() for rows in kinds)
