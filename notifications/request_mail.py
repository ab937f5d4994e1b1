"""The mails about somebody who asks to join: to those who answer, and the answer."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communities.charters import current_charter
from communities.models import Membership
from communities.models.membership import Status
from notifications.member_mail import mail_member

KIND = "request_answered"
WAITING = "request_waiting"


def tell_facilitators(membership_id: int) -> None:
    """Queue a mail to each facilitator about a request, unless it was answered meanwhile."""
    asked = (
        Membership.objects.filter(pk=membership_id, status=Status.REQUESTED)
        .select_related("user", "community")
        .first()
    )
    if asked is None:
        return
    facilitators = Membership.objects.facilitators().filter(community=asked.community)
    for facilitator in facilitators.select_related("user", "community"):
        with translation.override(facilitator.user.language):
            _queue_waiting(asked, facilitator)


def _queue_waiting(asked: Membership, facilitator: Membership) -> None:
    community = asked.community
    subject = _("%(name)s asks to join %(community)s") % {
        "name": asked.name,
        "community": community.name,
    }
    mail_member(
        facilitator,
        "request_waiting",
        kind=WAITING,
        # One mail a facilitator and request; who asks again later is a request of its own.
        key=f"{asked.pk}/{timezone.now().isoformat()}",
        subject=subject,
        asked=asked,
        requests_url=settings.SITE_URL + reverse("communities:requests", args=[community.slug]),
    )


def tell_requester(member: Membership, approved: bool, reason: str) -> None:  # noqa: FBT001
    """Queue the answer; call inside the transaction that decides, while the membership is there."""
    community = member.community
    with translation.override(member.user.language):
        if approved:
            subject = _("You are a member of %(community)s") % {"community": community.name}
        else:
            subject = _("Your request to join %(community)s") % {"community": community.name}
        mail_member(
            member,
            "request_answered",
            kind=KIND,
            # A person may ask, be declined and ask again: each answer is a mail of its own.
            key=f"{member.pk}/{timezone.now().isoformat()}",
            subject=subject,
            approved=approved,
            reason=reason,
            charter=current_charter(community),
            welcome_url=settings.SITE_URL + reverse("communities:welcome", args=[community.slug]),
        )
