"""Who may make announcements, must say that he has read one, and sees who has."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.models import Form, Forum, Topic
from forums.permissions.facilitating import may_facilitate


def check_announce(member: Membership, forum: Forum) -> None:
    """Raise PermissionDenied unless the member may make announcements in the forum."""
    if not may_facilitate(member, forum):
        raise PermissionDenied(_("Only those who keep this forum going make announcements in it."))


def check_acknowledge(member: Membership, topic: Topic) -> None:
    """Raise PermissionDenied unless the topic asks the member to say that he has read it."""
    if topic.form != Form.ANNOUNCEMENT or topic.author_id == member.pk:
        raise PermissionDenied(_("This does not ask you to say that you have read it."))


def check_see_acknowledgements(topic: Topic) -> None:
    """Raise PermissionDenied unless the topic's reader may see who has read it."""
    if not topic.facilitated:
        raise PermissionDenied(_("Only those who keep this forum going see who has read it."))
