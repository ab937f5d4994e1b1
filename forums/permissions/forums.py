"""Who may open and propose forums, say what one is for and who sees it."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.audiences import audience_summary
from communities.models import Community, Membership
from communities.models.membership import Standing
from forums.models import Forum


def may_keep_forum(member: Membership, forum: Forum) -> bool:
    """Return whether somebody who sees the forum may say what it is for: no query of its own."""
    return member.is_facilitator or member.pk in keepers_of(member.community, forum)


def keepers_of(community: Community, forum: Forum) -> frozenset[int]:
    """Return the members who keep the forum going, by id: no query of its own."""
    return audience_summary(community, forum.audience_id).keepers


def check_keep_forum(member: Membership, forum: Forum) -> None:
    """Raise PermissionDenied with a sentence unless the member keeps this forum going."""
    if not may_keep_forum(member, forum):
        raise PermissionDenied(_("Only the people who keep this forum going may change it."))


def check_open_forums(member: Membership) -> None:
    """Raise PermissionDenied with a sentence unless the member may open forums."""
    if not member.is_facilitator:
        raise PermissionDenied(_("Only facilitators of this community may open a forum."))


def check_propose_forum(member: Membership) -> None:
    """Raise PermissionDenied with a sentence for guests, who see only what names them."""
    if member.standing == Standing.GUEST:
        raise PermissionDenied(_("Guests of this community cannot propose a forum."))


def check_change_audience(member: Membership) -> None:
    """Raise PermissionDenied with a sentence unless the member may say who sees a forum."""
    if not member.is_facilitator:
        raise PermissionDenied(
            _("Only facilitators of this community may change who sees a forum.")
        )
