"""Who keeps a forum going, by a right on it, and what only such people may do."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.facilitators import facilitators_of
from forums.models import Forum, ForumUserObjectPermission
from forums.querysets import FACILITATE


def may_facilitate(member: Membership, forum: Forum) -> bool:
    """Return whether the member keeps this forum going: by a right on it, not by standing."""
    return ForumUserObjectPermission.objects.filter(
        content_object=forum, user_id=member.user_id, permission__codename=FACILITATE
    ).exists()


def check_facilitate(member: Membership, forum: Forum) -> None:
    """Raise PermissionDenied unless the member keeps this forum going."""
    if not may_facilitate(member, forum):
        raise PermissionDenied(_("Only people who keep this forum going may do this."))


def check_moderate(member: Membership) -> None:
    """Raise PermissionDenied unless the member keeps the community or one of its forums going."""
    if not member.is_facilitator and not Forum.objects.facilitated_by(member).exists():
        raise PermissionDenied(_("Only facilitators of this community may do this."))


def check_look_up_name(member: Membership, forum: Forum) -> None:
    """Raise PermissionDenied unless the member keeps the forum going: he may learn hidden names."""
    if member not in facilitators_of(forum):
        raise PermissionDenied(_("Only those who keep this forum going may look up who it is."))
