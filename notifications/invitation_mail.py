"""The mail that asks somebody to join a community. Composed inside the community's scope."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from communities.charters import current_charter
from communities.joining import join_token
from communities.models import Invitation, Membership
from communities.models.community import Joining
from communities.models.invitation import Source
from core.signed_links import make_mailbox_token, read_mailbox_token
from notifications.mail_templates import fill
from notifications.message import via
from notifications.outgoing import queue_mail

KIND = "invitation"
YES = "yes"


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
    community, host = invitation.community, host_of(invitation)
    path = reverse("communities:join", args=[community.slug, join_token(invitation)])
    if invitation.source == Source.SELF:
        subject = _("The way into %(community)s") % {"community": community.name}
    elif invitation.source == Source.PAPER:
        subject = _("Please say yes to %(community)s") % {"community": community.name}
    elif host is None:
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
        source=invitation.source,
        waits=invitation.source == Source.SELF and community.joining == Joining.REQUEST,
        yes_by_mail=bool(settings.INBOUND_HOST),
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
        reply_to=yes_address(invitation) or (host.user.email if host else ""),
        from_name=via(host.name, community) if host else "",
    )


def yes_address(invitation: Invitation) -> str:
    """Return where an answer to this round's mail arrives; empty where no mail is received."""
    if not settings.INBOUND_HOST:
        return ""
    token = make_mailbox_token(YES, invitation.community_id, invitation.pk, invitation.round)
    return f"{YES}+{token}@{settings.INBOUND_HOST}"


def invitation_answered(recipient: str) -> tuple[int, int, int] | None:
    """Return community id, invitation id and round that an address names, or None."""
    local, _at, host = recipient.rpartition("@")
    word, _plus, token = local.partition("+")
    if host.lower() != settings.INBOUND_HOST.lower() or word.lower() != YES:
        return None
    numbers = read_mailbox_token(YES, token)
    return (numbers[0], numbers[1], numbers[2]) if numbers and len(numbers) == 3 else None


def host_of(invitation: Invitation) -> Membership | None:
    """Return who invites: the person who did, while he is here, else somebody who keeps things going."""
    if invitation.invited_by is not None and invitation.invited_by.is_active:
        return invitation.invited_by
    people = Membership.objects.facilitators().filter(community=invitation.community)
    return people.select_related("user").order_by("pk").first()
