"""Who may react to which post."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.permissions import check_may_write
from forums.models import Form, Post, ReactionKind, Topic
from forums.models.form import TELLING
from forums.permissions.topics import is_closed_to_reader


def may_react(kind: ReactionKind, *, form: str, number: int, closed: bool = False) -> bool:
    """Return whether the post with this number, of a topic of this form, takes such a reaction.

    One faces what the first post describes; one tries what a reply proposes, or what a site tells.
    In a topic that is closed to the reader's replies one press still counts; words are a reply.
    """
    if kind == ReactionKind.TRIED and closed:
        return False
    if kind == ReactionKind.FACE:
        return number == 1 and form not in TELLING
    if kind == ReactionKind.TRIED:
        return form in {Form.REFLECTION, Form.UPDATE} or (number > 1 and form != Form.ANNOUNCEMENT)
    return True


def check_react(member: Membership, kind: ReactionKind, post: Post) -> None:
    """Raise PermissionDenied for what one wrote oneself, and where the reaction means nothing."""
    check_may_write(member)
    if post.author_id == member.pk:
        raise PermissionDenied(_("You wrote this yourself: here the others have the word."))
    closed = is_closed_to_reader(post.topic)
    if closed and kind == ReactionKind.TRIED:
        raise PermissionDenied(
            _(
                "This discussion is closed to replies. You can still say thanks, or that you face this."
            )
        )
    if not may_react(kind, form=post.topic.form, number=post.number, closed=closed):
        raise PermissionDenied(_("This cannot be said of this post."))


def check_remove_trial(topic: Topic) -> None:
    """Raise PermissionDenied unless the topic's reader may take away what others say they tried."""
    if not topic.facilitated:
        raise PermissionDenied(_("Only those who keep this forum going may remove this."))
