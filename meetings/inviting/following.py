"""Whether one wants mails about a series: kept as the level of all else that is followed."""

from communities.models import Membership
from meetings.inviting.people import SERIES
from meetings.models import Series
from notifications.actions import follow, follow_as_usual
from notifications.models import Level, Subscription


def gets_mails(member: Membership, series: Series) -> bool:
    """Return whether the member gets mails about it."""
    mine = Subscription.objects.filter(member=member, kind=SERIES, object_id=series.pk)
    return not mine.filter(level=Level.NOTHING).exists()


def stop_inviting(member: Membership, series: Series) -> None:
    """Send the member no mails about it any more."""
    follow(member, SERIES, series.pk, Level.NOTHING)


def invite_again(member: Membership, series: Series) -> None:
    """Send the member mails about it again."""
    follow_as_usual(member, SERIES, series.pk)
