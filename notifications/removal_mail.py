"""The mail to somebody whose membership was ended."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communities.models import Membership
from notifications.member_mail import mail_member

KIND = "membership_ended"


def tell_removed(member: Membership, reason: str) -> None:
    """Queue the mail with the reason; call inside the transaction that removes."""
    with translation.override(member.user.language):
        mail_member(
            member,
            "membership_ended",
            kind=KIND,
            # Who comes back may be removed again: each time is a mail of its own.
            key=f"{member.pk}/{timezone.now().isoformat()}",
            subject=_("You are no longer a member of %(community)s")
            % {"community": member.community.name},
            reason=reason,
        )
