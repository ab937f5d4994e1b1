"""Who answers an invitation by mail: a yes joins, a no ends it, all else goes to who invited him."""

from django.utils import translation
from django.utils.translation import gettext as _

from communities.invitations import withdraw
from communities.joining import accept
from communities.models import Community, Invitation
from communities.models.invitation import Answered
from communities.scope import scope
from mailroom.answer_mail import answer_sender
from mailroom.arrivals import Arrival
from mailroom.authenticity import dmarc_of
from mailroom.automatic import Kind
from mailroom.obeying import confirm
from mailroom.reasons import Reason
from notifications.commands import Button, Reply, bare
from notifications.invitation_mail import host_of
from notifications.links import choices_url

YES = frozenset(
    [
        *("yes", "yes i do", "yes i want to join", "ok", "okay", "sure", "i accept", "accept"),
        *("join", "join me", "i want to join", "count me in", "sign me up"),
        *("si", "si quiero", "si acepto", "acepto", "claro", "claro que si", "de acuerdo"),
        *("unirme", "quiero unirme", "si quiero unirme", "quiero participar"),
    ]
)
NO = frozenset(
    [
        *("no", "no thanks", "no i do not", "not interested", "stop", "unsubscribe", "cancel"),
        *("no me interesa", "no quiero", "baja", "darme de baja", "cancelar", "no gracias"),
    ]
)


def settle_answer_to_invitation(
    arrival: Arrival, maker: Kind, community_id: int, invitation_id: int
) -> None:
    """Join whom his invitation was answered for, take it back, or pass his words on."""
    with scope(community_id):
        found = Invitation.objects.filter(pk=invitation_id).select_related(
            "community", "invited_by__user"
        )
        invitation = found.first()
        if invitation is None:
            arrival.done(reason=Reason.NO_SUCH_ADDRESS)
            return
        arrival.message.community = invitation.community
        if maker is not Kind.PERSON:
            arrival.hold(Reason.BOUNCE if maker is Kind.BOUNCE else Reason.AUTOMATIC)
            return
        with translation.override(invitation.language):
            _settle(arrival, invitation)


def _settle(arrival: Arrival, invitation: Invitation) -> None:
    first, rest = _parted(arrival.written or arrival.mail.subject)
    is_his = arrival.mail.sender[1].lower() == invitation.email
    is_his = is_his and dmarc_of(arrival.mail) != "fail"
    if is_his and first in YES and _joins(arrival, invitation):
        if rest:
            _pass_on(arrival, invitation)
        return
    if is_his and first in NO and invitation.status == Invitation.Status.WAITING:
        withdraw(invitation)
        sentence = _("Thank you for telling us. We do not write to you about it again.")
        answer_sender(
            arrival.message,
            [sentence],
            to=invitation.email,
            subject=arrival.mail.subject,
            message_id=arrival.mail.message_id,
            community=invitation.community,
        )
        arrival.done(reason=Reason.COMMAND)
        return
    _pass_on(arrival, invitation)
    arrival.hold(Reason.PASSED_ON)


def _joins(arrival: Arrival, invitation: Invitation) -> bool:
    joined = accept(invitation, by=Answered.MAIL)
    if joined is None:
        return False
    member, community = joined.member, invitation.community
    if member.is_active:
        reply = Reply(
            sentences=[
                _("Welcome! You are a member of %(community)s now.")
                % {"community": community.name},
                _(
                    "You need no password. When there is something new, a mail comes to you, once a"
                    " week at most. You can answer it like any mail."
                ),
            ],
            buttons=[
                Button(words=_("Choose which mails you get"), url=choices_url(member.user_id))
            ],
        )
    else:
        reply = Reply(
            sentences=[
                _("Your request is with the facilitators. You will get a mail when they answer.")
            ]
        )
    confirm(arrival, reply, user=member.user, community=community)
    arrival.message.user = member.user
    arrival.done(made=("communities.membership", member.pk))
    return True


def _parted(text: str) -> tuple[str, str]:
    """Return the first line as commands are compared, and what stands below it."""
    lines = [line for line in text.splitlines() if line.strip()]
    return (bare(lines[0]), "\n".join(lines[1:])) if lines else ("", "")


def _pass_on(arrival: Arrival, invitation: Invitation) -> None:
    """Mail what was written to who invited him, with the address to answer to."""
    host = host_of(invitation)
    if host is None:
        return
    community: Community = invitation.community
    with translation.override(host.user.language):
        values = {
            "name": invitation.name or invitation.email,
            "email": arrival.mail.sender[1],
            "community": community.name,
        }
        answer_sender(
            arrival.message,
            [
                _("%(name)s was invited to %(community)s, and answers from %(email)s.") % values,
                _("To write back, send a mail to that address."),
            ],
            to=host.user.email,
            subject=arrival.mail.subject,
            message_id="",
            own_words=arrival.written,
            user=host.user,
            community=community,
            key=f"passed on {arrival.message.pk}",
            words_of=_("What was written:"),
        )
