"""The mail that asks somebody to join a community. Composed inside the community's scope."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from communities.charters import current_charter
from communities.joining import join_token
from communities.models import Invitation, Membership
from communities.models.membership import Standing
from notifications.mail_templates import fill
from notifications.message import via
from notifications.outgoing import queue_mail

KIND = "invitation"


def send_invitation(invitation_id: int) -> None:
    """Queue the mail of an invitation's present round, unless it was answered or withdrawn."""
    invitation = (
        Invitation.objects.filter(pk=invitation_id, status=Invitation.Status.WAITING)
        .select_related("community", "invited_by__user")
        .first()
    )
    if invitation is None:
        return
    with translation.override(invitation.language):
        _queue(invitation)


def _queue(invitation: Invitation) -> None:
    community, host = invitation.community, _host(invitation)
    path = reverse("communities:join", args=[community.slug, join_token(invitation)])
    if host is None:
        subject = _("An invitation to %(community)s") % {"community": community.name}
    else:
        subject = _("%(host)s invites you to %(community)s") % {
            "host": host.name,
            "community": community.name,
        }
    text, html = fill(
        "invitation",
        subject=subject,
        community=community,
        person=invitation.name,
        host=host.name if host else "",
        charter=current_charter(community),
        join_url=settings.SITE_URL + path,
    )
    queue_mail(
        kind=KIND,
        # One mail a round: asked for again, the same round sends nothing more.
        key=f"{community.pk}/{invitation.pk}/{invitation.round}",
        to=invitation.email,
        subject=subject,
        text=text,
        html=html,
        community=community,
        reply_to=host.user.email if host else "",
        from_name=via(host.name, community) if host else "",
    )


def _host(invitation: Invitation) -> Membership | None:
    """Return who invites: the person who did, while he is here, else somebody who keeps things going."""
    if invitation.invited_by is not None and invitation.invited_by.is_active:
        return invitation.invited_by
    people = Membership.objects.active().filter(
        community=invitation.community, standing__in=[Standing.FACILITATOR, Standing.ADMIN]
    )
    return people.select_related("user").order_by("pk").first()
