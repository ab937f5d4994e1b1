"""Who may open, close and delete a poll, and vote in it."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.permissions import check_may_write
from forums.models import Poll, PollVote, Topic
from forums.permissions.topics import has_charge_of


def check_keep_poll(member: Membership, topic: Topic) -> None:
    """Raise PermissionDenied unless the member opened the topic, or keeps the forum going."""
    if not has_charge_of(member, topic):
        raise PermissionDenied(
            _("Only the person who opened this topic, or who keeps this forum going, may do this.")
        )


def check_open_poll(member: Membership, topic: Topic) -> None:
    """Raise PermissionDenied unless the member may ask for votes in the topic."""
    check_may_write(member)
    check_keep_poll(member, topic)
    if Poll.objects.filter(topic=topic).exists():
        raise PermissionDenied(_("This topic has a poll already."))


def check_vote(member: Membership, poll: Poll) -> None:
    """Raise PermissionDenied once the poll is closed, or its topic is, or the member is paused."""
    check_may_write(member)
    if poll.topic.locked_at:
        raise PermissionDenied(_("This discussion is closed, and the poll with it."))
    if poll.is_closed:
        raise PermissionDenied(_("This poll is closed: votes are not taken any more."))


def check_delete_poll(member: Membership, poll: Poll) -> None:
    """Raise PermissionDenied unless the member may take the poll away: nobody has voted yet."""
    check_keep_poll(member, poll.topic)
    if PollVote.objects.filter(option__poll=poll).exists():
        raise PermissionDenied(_("People have voted already. You can close the poll."))
