"""The mail to those who keep a community going: mail to one of its people comes back."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from communities.models import Membership
from notifications.member_mail import mail_member
from notifications.models import Suppression

KIND = "mail_stopped"


def tell_mail_stopped(membership_id: int) -> None:
    """Queue a mail to each facilitator, once for each time that mail stopped; in the scope."""
    member = Membership.objects.active().select_related("user", "community")
    silent = member.filter(pk=membership_id).first()
    if silent is None or not silent.user.mail_is_stopped:
        return
    row = Suppression.objects.filter(address=silent.user.email).first()
    if row is None or row.stopped_at is None:
        return
    facilitators = Membership.objects.facilitators().filter(community=silent.community)
    for facilitator in facilitators.exclude(pk=silent.pk).select_related("user", "community"):
        with translation.override(facilitator.user.language):
            mail_member(
                facilitator,
                "mail_stopped",
                kind=KIND,
                key=f"{silent.pk}/{row.stopped_at.isoformat()}",
                subject=_("Our mail does not reach %(name)s") % {"name": silent.name},
                silent=silent,
                said=row.reason,
                person_url=settings.SITE_URL + silent.get_absolute_url(),
            )
