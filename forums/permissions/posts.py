"""Who may change, remove, restore and report a post, and read its former versions."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.permissions import check_may_write
from forums.models import Post
from forums.permissions.facilitating import may_facilitate


def may_edit_post(member: Membership, post: Post) -> bool:
    return post.author_id == member.pk and post.removed_at is None


def check_edit_post(member: Membership, post: Post) -> None:
    """Raise PermissionDenied with a sentence unless the member wrote the post, and may write."""
    check_may_write(member)
    if post.author_id != member.pk:
        raise PermissionDenied(_("Only the person who wrote this may change it."))
    if post.removed_at:
        raise PermissionDenied(_("This post was removed. It can be changed once it is restored."))


def check_remove_post(member: Membership, post: Post) -> None:
    """Raise PermissionDenied unless the member wrote the post or keeps its forum going."""
    if post.author_id != member.pk and not may_facilitate(member, post.topic.forum):
        raise PermissionDenied(
            _("Only the person who wrote this, or who keeps this forum going, may remove it.")
        )


def check_restore_post(member: Membership, post: Post) -> None:
    """Raise PermissionDenied unless the member removed the post, or may undo what another did.

    An author restores what he deleted himself; who keeps the forum going, what any facilitator
    removed.
    """
    if post.removed_by_id == member.pk:
        return
    if not may_facilitate(member, post.topic.forum):
        raise PermissionDenied(
            _("A facilitator removed this. Only people who keep this forum going may restore it.")
        )
    if post.removed_by_id == post.author_id:
        raise PermissionDenied(_("Its author deleted this. Only its author may restore it."))


def check_see_history(member: Membership, post: Post) -> None:
    """Raise PermissionDenied unless the member may read the former versions of the post.

    Everybody who sees it may; once it is removed, only those who keep the forum going.
    """
    if post.removed_at and not may_facilitate(member, post.topic.forum):
        raise PermissionDenied(
            _("This post was removed. Only people who keep this forum going may read it.")
        )


def may_see_mail_rest(member: Membership, post: Post) -> bool:
    """Return whether the member wrote the post, or keeps its forum going."""
    return post.author_id == member.pk or may_facilitate(member, post.topic.forum)


def check_flag_post(member: Membership, post: Post) -> None:
    """Raise PermissionDenied for one's own post, which one deletes oneself."""
    if post.author_id == member.pk:
        raise PermissionDenied(_("You wrote this yourself. You can change it or delete it."))
