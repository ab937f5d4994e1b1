"""The mail to somebody whose membership was ended."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communities.models import Membership
from notifications.mail_templates import fill
from notifications.outgoing import queue_mail

KIND = "membership_ended"


def tell_removed(member: Membership, reason: str) -> None:
    """Queue the mail with the reason; call inside the transaction that removes."""
    community = member.community
    with translation.override(member.user.language):
        subject = _("You are no longer a member of %(community)s") % {"community": community.name}
        text, html = fill(
            "membership_ended",
            subject=subject,
            community=community,
            person=member.name,
            reason=reason,
        )
        queue_mail(
            kind=KIND,
            # Who comes back may be removed again: each time is a mail of its own.
            key=f"{community.pk}/{member.pk}/{timezone.now().isoformat()}",
            to=member.user.email,
            subject=subject,
            text=text,
            html=html,
            user=member.user,
            community=community,
        )
