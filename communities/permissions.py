"""Who may do what in a community, and the sentence that says why not."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.models.membership import Standing


def may_edit_person(by: Membership) -> bool:
    return by.is_facilitator


def check_edit_person(by: Membership) -> None:
    """Raise PermissionDenied unless `by` may change somebody's roles, site and circle."""
    if not may_edit_person(by):
        raise PermissionDenied(
            _("Only facilitators of this community may change what is said of its people.")
        )


def may_remove_person(by: Membership, member: Membership) -> bool:
    """Return whether `by` may end somebody else's membership."""
    return by.is_facilitator and by.pk != member.pk and (by.is_admin or not member.is_facilitator)


def check_remove_person(by: Membership, member: Membership) -> None:
    """Raise PermissionDenied unless `by` may end this membership."""
    if not by.is_facilitator:
        raise PermissionDenied(_("Only facilitators of this community may remove somebody."))
    if by.pk == member.pk:
        raise PermissionDenied(_("You cannot remove yourself. You can leave the community."))
    if not may_remove_person(by, member):
        raise PermissionDenied(
            _("Only an admin of this community may remove facilitators and admins.")
        )


def check_may_write(member: Membership) -> None:
    """Raise PermissionDenied with until when and why, while the member is paused."""
    if member.is_paused:
        raise PermissionDenied(member.paused_words)


def check_invite(by: Membership) -> None:
    """Raise PermissionDenied unless `by` may invite people, and answer those who ask to join."""
    if not by.is_facilitator:
        raise PermissionDenied(_("Only facilitators of this community may invite people."))


def check_answer_for(by: Membership, standing: str) -> None:
    """Raise PermissionDenied unless `by` may have to do with an invitation to this standing."""
    if standing in {Standing.FACILITATOR, Standing.ADMIN} and not by.is_admin:
        raise PermissionDenied(
            _("Only an admin of this community may invite facilitators and admins.")
        )


def check_see_people(by: Membership) -> None:
    """Raise PermissionDenied for guests, who see only what names them."""
    if by.standing == Standing.GUEST:
        raise PermissionDenied(_("Guests of this community do not see the list of its people."))


def check_answer_requests(by: Membership) -> None:
    """Raise PermissionDenied unless `by` may decide who joins."""
    if not by.is_facilitator:
        raise PermissionDenied(
            _("Only facilitators of this community may answer people who ask to join.")
        )


def check_edit_charter(by: Membership) -> None:
    """Raise PermissionDenied unless `by` may write a new version of the charter."""
    if not by.is_facilitator:
        raise PermissionDenied(
            _(
                "Only facilitators of this community may change its charter. Tell them what you "
                "would like it to say."
            )
        )


def check_change_settings(by: Membership) -> None:
    """Raise PermissionDenied unless `by` may change the community itself."""
    if not by.is_admin:
        raise PermissionDenied(_("Only admins of this community may change its settings."))
