"""Who may say which language a post is in."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.permissions import check_may_write
from forums.models import Post


def may_say_language(member: Membership, post: Post) -> bool:
    """Return whether the member may say which language it is in. Its topic knows `facilitated`."""
    return post.author_id == member.pk or post.topic.facilitated


def check_say_language(member: Membership, post: Post) -> None:
    """Raise PermissionDenied unless the member wrote the post, or keeps its forum going."""
    check_may_write(member)
    if not may_say_language(member, post):
        raise PermissionDenied(
            _(
                "Only the person who wrote this, or who keeps this forum going, says which language "
                "it is in."
            )
        )
