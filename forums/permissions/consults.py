"""Who may take a peer consult a step on, and say what comes of it."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.permissions import check_may_write
from forums.models import Consult, Step, Topic
from forums.permissions.topics import has_charge_of


def check_move_on(member: Membership, topic: Topic) -> None:
    """Raise PermissionDenied unless the member presents, or keeps the forum going."""
    check_may_write(member)
    if not has_charge_of(member, topic):
        raise PermissionDenied(
            _("Only the person who presents, or who keeps this forum going, moves on.")
        )


def check_commit(member: Membership, consult: Consult) -> None:
    """Raise PermissionDenied unless it is the member's turn to say what he will do."""
    check_may_write(member)
    if consult.topic.author_id != member.pk:
        raise PermissionDenied(_("Only the person who presents says what comes of it."))
    if consult.commitment_id:
        raise PermissionDenied(_("You have said what you will do. You can change that post."))
    if consult.step != Step.COMMIT:
        raise PermissionDenied(_("This comes last, after the others have given their advice."))


def check_report(member: Membership, consult: Consult) -> None:
    """Raise PermissionDenied unless the member has said what he will do, and not what came of it."""
    check_may_write(member)
    if consult.topic.author_id != member.pk:
        raise PermissionDenied(_("Only the person who presents says what comes of it."))
    if not consult.commitment_id:
        raise PermissionDenied(_("First say what you will do."))
    if consult.report_id:
        raise PermissionDenied(_("You have told what happened. You can change that post."))
