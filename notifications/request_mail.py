"""The mail that answers somebody who asked to join."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communities.charters import current_charter
from communities.models import Membership
from notifications.mail_templates import fill
from notifications.outgoing import queue_mail

KIND = "request_answered"


def tell_requester(member: Membership, approved: bool, reason: str) -> None:  # noqa: FBT001
    """Queue the answer; call inside the transaction that decides, while the membership is there."""
    community = member.community
    with translation.override(member.user.language):
        if approved:
            subject = _("You are a member of %(community)s") % {"community": community.name}
        else:
            subject = _("Your request to join %(community)s") % {"community": community.name}
        text, html = fill(
            "request_answered",
            subject=subject,
            community=community,
            person=member.name,
            approved=approved,
            reason=reason,
            charter=current_charter(community),
            welcome_url=settings.SITE_URL + reverse("communities:welcome", args=[community.slug]),
        )
        queue_mail(
            kind=KIND,
            # A person may ask, be declined and ask again: each answer is a mail of its own.
            key=f"{community.pk}/{member.pk}/{timezone.now().isoformat()}",
            to=member.user.email,
            subject=subject,
            text=text,
            html=html,
            user=member.user,
            community=community,
        )
