"""Who may warn and pause whom, and the sentence that says why not."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership


def check_discipline(by: Membership, member: Membership) -> None:
    """Raise PermissionDenied unless `by` may warn and pause this member."""
    if not by.is_facilitator:
        raise PermissionDenied(_("Only facilitators of this community may do this."))
    if by.pk == member.pk:
        raise PermissionDenied(_("You cannot warn or pause yourself."))
    if member.is_facilitator and not by.is_admin:
        raise PermissionDenied(
            _("Only an admin of this community may warn or pause facilitators and admins.")
        )
