"""Who may say that a site uses something, and what came of it."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.models.membership import Standing
from communities.permissions import check_may_write
from knowledge.kinds import State
from knowledge.models import Adaptation, Resource


def may_begin_adaptation(member: Membership, resource: Resource) -> bool:
    """Return whether he may say that a site uses it: his own, or any if he is a facilitator."""
    has_site = member.is_facilitator or member.site_id is not None
    return (
        resource.state == State.PUBLISHED and member.standing != Standing.GUEST and bool(has_site)
    )


def check_begin_adaptation(member: Membership, resource: Resource) -> None:
    """Raise PermissionDenied unless the member may say that a site uses this."""
    check_may_write(member)
    if member.standing == Standing.GUEST:
        raise PermissionDenied(_("Guests of this community cannot say that a site uses this."))
    if resource.state != State.PUBLISHED:
        raise PermissionDenied(_("Only what is published in the library can be used at a site."))
    if not may_begin_adaptation(member, resource):
        raise PermissionDenied(
            _("You belong to no site yet. Ask a facilitator to say where you belong.")
        )


def may_edit_adaptation(member: Membership, adaptation: Adaptation) -> bool:
    """Return whether he may change it: the people of its site, who opened it, facilitators."""
    if member.standing == Standing.GUEST:
        return False
    is_own = adaptation.opened_by_id == member.pk or adaptation.site_id == member.site_id
    return member.is_facilitator or is_own


def check_edit_adaptation(member: Membership, adaptation: Adaptation) -> None:
    """Raise PermissionDenied unless the member may change it."""
    check_may_write(member)
    if not may_edit_adaptation(member, adaptation):
        raise PermissionDenied(
            _("Only the people of this site, who wrote it, and facilitators may change this.")
        )
