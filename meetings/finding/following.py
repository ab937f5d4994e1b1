"""Whether one wants mails about a search for a time: kept as the level of all else that is followed."""

from communities.models import Membership
from meetings.finding.mails import POLL
from meetings.models import TimePoll
from notifications.actions import follow, follow_as_usual
from notifications.models import Level, Subscription


def gets_mails(member: Membership, poll: TimePoll) -> bool:
    """Return whether the member gets mails about it."""
    mine = Subscription.objects.filter(member=member, kind=POLL, object_id=poll.pk)
    return not mine.filter(level=Level.NOTHING).exists()


def stop_asking(member: Membership, poll: TimePoll) -> None:
    """Send the member no mails about it any more."""
    follow(member, POLL, poll.pk, Level.NOTHING)


def ask_again(member: Membership, poll: TimePoll) -> None:
    """Send the member mails about it again."""
    follow_as_usual(member, POLL, poll.pk)
