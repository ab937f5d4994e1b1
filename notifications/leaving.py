"""What is left of somebody's mails when he has left."""

from accounts.models import User
from communities.models import Membership
from notifications.models import Notice, OutgoingMail, State, Subscription
from notifications.querysets import OutgoingMailQuerySet
from notifications.reply_addresses import forget_reply_addresses


def end_mails(member: Membership) -> None:
    """Send none of those that wait for him from this community; answers of his lead nowhere."""
    forget_reply_addresses(member)
    Notice.objects.filter(member=member).delete()
    # One that is being sent at this moment cannot be called back, and is not waited for.
    waiting = OutgoingMail.objects.filter(
        user=member.user_id, community=member.community_id, state=State.WAITING
    ).select_for_update(skip_locked=True)
    for mail in list(waiting.defer("content")):
        mail.drop()


def erase_mails(member: Membership) -> None:
    """Keep nothing of what was mailed to him, nor of what he wanted to hear of."""
    Subscription.objects.filter(member=member).delete()
    # What waits now was written about his leaving.
    _of(member.user_id).filter(community=member.community_id).exclude(state=State.WAITING).delete()


def erase_all_mails(user: User) -> None:
    """Keep nothing of what was mailed to a person, by whichever community."""
    _of(user.pk).delete()


def _of(user_id: int) -> OutgoingMailQuerySet[OutgoingMail]:
    # One that is being sent is settled by its sender.
    return OutgoingMail.objects.filter(user=user_id).exclude(state=State.SENDING)
