"""What was sent to whom, who is told of what, and who wants to be."""

from notifications.models.notice import Notice
from notifications.models.outgoing_mail import OutgoingMail, State
from notifications.models.provider_minute import ProviderMinute
from notifications.models.reply_address import ReplyAddress
from notifications.models.subscription import Level, Subscription
from notifications.models.suppression import Suppression

__all__ = [
    "Level",
    "Notice",
    "OutgoingMail",
    "ProviderMinute",
    "ReplyAddress",
    "State",
    "Subscription",
    "Suppression",
]
