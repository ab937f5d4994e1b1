"""Who may do what in a forum, and the sentence that says why not."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.models import Post


def may_edit_post(member: Membership, post: Post) -> bool:
    return post.author_id == member.pk


def check_edit_post(member: Membership, post: Post) -> None:
    """Raise PermissionDenied with a sentence unless the member wrote the post."""
    if not may_edit_post(member, post):
        raise PermissionDenied(_("Only the person who wrote this may change it."))
