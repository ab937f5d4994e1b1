"""Who may put a post into another language."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.models.membership import Standing
from communities.permissions import check_may_write
from forums.models import Post


def check_translate(member: Membership, post: Post, translator_id: int | None) -> None:
    """Raise PermissionDenied unless the member may put the post into another language.

    `translator_id` is whose translation it would change, if there is one: besides him the author of
    the post may, and who keeps the forum going.
    """
    if member.standing == Standing.GUEST:
        raise PermissionDenied(_("Guests of this community cannot translate."))
    check_may_write(member)
    if post.topic.facilitated:
        return
    if post.topic.locked_at:
        raise PermissionDenied(_("This topic is closed: nothing is added to it now."))
    if translator_id not in {None, member.pk} and post.author_id != member.pk:
        raise PermissionDenied(
            _("Only who translated this, or who keeps this forum going, may change it.")
        )


def check_remove_translation(member: Membership, post: Post, translator_id: int) -> None:
    """Raise PermissionDenied unless it is his translation, his post, or his forum to keep going."""
    if member.pk not in {translator_id, post.author_id} and not post.topic.facilitated:
        raise PermissionDenied(
            _("Only who translated this, or who keeps this forum going, may change it.")
        )
