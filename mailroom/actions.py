"""From a stored message to what becomes of it: one outcome each, and none vanishes."""

import re

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from communities.arrival import member_of
from communities.due_work import ATTEMPTS, due
from communities.models import Community
from communities.scope import scope
from core.timezones import zone_named
from mailroom.addressees import Addressee, Bundle, addressee_of, community_at
from mailroom.answers_to_invitations import settle_answer_to_invitation
from mailroom.arrivals import ASKED_ABOUT, Arrival
from mailroom.authenticity import dmarc_of
from mailroom.automatic import Kind, judge
from mailroom.bundles import take_bundle
from mailroom.floods import is_flooded
from mailroom.front_door import takes_in
from mailroom.models import InboundMessage, State
from mailroom.obeying import obey_mail
from mailroom.reading import ReadMail, read
from mailroom.reasons import Reason
from mailroom.receiving import READ
from mailroom.returned import settle_report
from mailroom.taking import take_answer
from mailroom.taking_apart import own_lines
from notifications.bounce_addresses import mail_returned_to
from notifications.command_addresses import command_addressed
from notifications.commands import Said
from notifications.invitation_mail import invitation_answered
from notifications.levels import COMMUNITY
from notifications.message import site_host

_ONLY_IN_MAILS = re.compile(r"/(?:n|u|mail)/|[?]reply=")


def read_message(message_id: int) -> None:
    """Read a message and do what it asks for; in the end it is done, held or answered.

    May be run again at any time: what was settled is left alone.
    """
    waiting = InboundMessage.objects.filter(pk=message_id, state=State.WAITING)
    # Committed before it is read: one that kills its reader must not be read forever.
    waiting.update(attempts=F("attempts") + 1)
    message = waiting.first()
    if message is None:
        return
    try:
        _read(message)
    except Exception:
        if message.attempts >= ATTEMPTS:
            hold_unread(message_id)
        raise


def hold_unread(message_id: int) -> None:
    """Hold a message that could not be read, for an admin to look at."""
    for message in InboundMessage.objects.filter(pk=message_id, state=State.WAITING):
        message.settle(State.HELD, reason=Reason.FAULT)


def read_again(message: InboundMessage) -> None:
    """Have a held message read again, as if it had just come."""
    with transaction.atomic():
        held = InboundMessage.objects.filter(pk=message.pk, state=State.HELD)
        if held.update(
            state=State.WAITING,
            once=None,
            attempts=0,
            reason="",
            settled_at=None,
            let_through=True,
        ):
            due(READ, message.pk)


def claim_message(message: InboundMessage) -> None:
    """Do what a held mail asks for, whose person says that it is his; said twice, it is done once."""
    with transaction.atomic():
        held = InboundMessage.objects.filter(
            pk=message.pk, state=State.HELD, reason__in=ASKED_ABOUT
        )
        if held.update(state=State.WAITING, once=None):
            message.refresh_from_db()
            _read(message, sure=True)


def post_after_all(message_id: int, user: User) -> bool:
    """Post the word of his that was taken for a command; return whether there was such a mail."""
    with transaction.atomic():
        done = InboundMessage.objects.filter(
            pk=message_id, user=user, state=State.DONE, reason=Reason.COMMAND
        )
        if not done.update(state=State.WAITING, once=None):
            return False
        _read(InboundMessage.objects.get(pk=message_id), sure=True, as_post=True)
    return True


def _read(message: InboundMessage, *, sure: bool = False, as_post: bool = False) -> None:
    """Settle a message; `sure` when the person himself said that it is his."""
    arrival = Arrival(message, read(bytes(message.content or b"")), as_post=as_post)
    try:
        with transaction.atomic():
            # Two readers at once: the second waits, and finds it settled.
            states = InboundMessage.objects.select_for_update().values_list("state", flat=True)
            if states.get(pk=message.pk) == State.WAITING:
                _settle(arrival, sure=sure)
    except IntegrityError:
        if not InboundMessage.objects.filter(once=arrival.once).exclude(pk=message.pk).exists():
            raise
        message.refresh_from_db()
        message.settle(State.DONE, reason=Reason.DUPLICATE)


def _settle(arrival: Arrival, *, sure: bool) -> None:
    message, mail = arrival.message, arrival.mail
    found = judge(mail, list_hosts=[site_host()], sender_hosts=[settings.INBOUND_HOST])
    maker = found.kind
    if maker is Kind.LOOP:
        arrival.done(reason=Reason.LOOP)
        return
    if settle_report(arrival, found):
        return
    if maker is not Kind.PERSON and (answered := mail_returned_to(message.recipient)):
        # A note of absence goes where the envelope says (RFC 3834, section 4).
        message.community, message.user = answered.community, answered.user
        arrival.hold(_reason(maker))
        return
    if _settle_at_signed_address(arrival, maker):
        return
    addressee = addressee_of(message.recipient, mail.sender[1])
    if addressee is None:
        if maker is Kind.PERSON:
            _settle_stranger(arrival)
        else:
            arrival.done(reason=_reason(maker))
        return
    message.community, message.user = addressee.community, addressee.user
    if maker is not Kind.PERSON:
        arrival.hold(_reason(maker))
        return
    with (
        translation.override(addressee.user.language),
        timezone.override(zone_named(addressee.user.time_zone)),
    ):
        if isinstance(addressee, Bundle):
            _settle_bundle(addressee, arrival, sure=sure)
        else:
            with scope(addressee.community):
                _settle_for(addressee, arrival, sure=sure)


def _settle_bundle(bundle: Bundle, arrival: Arrival, *, sure: bool) -> None:
    """Settle an answer to a mail of many things, each of which opens the scope of its community."""
    user, community = bundle.user, bundle.community
    if not sure and not _is_his(user, arrival.mail.sender[1]):
        arrival.ask_whether_his(Reason.NOT_HIS_ADDRESS, user=user, community=community)
    elif not sure and not _is_believed(arrival.mail, is_public=False):
        arrival.ask_whether_his(Reason.FORGED, user=user, community=community)
    elif user.is_active and (command := arrival.command):
        obey_mail(arrival, command, user=user, community=community)
    elif not arrival.message.let_through and any(
        is_flooded(one) for one in {item.community for item in bundle.items}
    ):
        arrival.hold(Reason.FLOOD)
    elif _quotes_links_of_ours(own_lines(arrival.written)):
        arrival.ask([_why_unclear(arrival)], user=user, community=community)
    else:
        take_bundle(arrival, bundle)


def _settle_stranger(arrival: Arrival) -> None:
    """Show the way in where there is one; else nobody learns what there is, and who belongs to it."""
    community = community_at(arrival.message.recipient)
    if community is None or not takes_in(arrival, community):
        arrival.tell_stranger()


def _settle_at_signed_address(arrival: Arrival, maker: Kind) -> bool:
    """Settle what came to an address that says itself what is wanted; return whether it did."""
    recipient = arrival.message.recipient
    if named := command_addressed(recipient):
        _settle_at_command_address(arrival, maker, *named)
    elif invited := invitation_answered(recipient):
        settle_answer_to_invitation(arrival, maker, *invited[:2])
    else:
        return False
    return True


def _settle_at_command_address(
    arrival: Arrival, maker: Kind, name: str, user_id: int, community_id: int
) -> None:
    """Do what the address says: mail programs write to it by themselves, and its token vouches."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if maker is Kind.BOUNCE or user is None:
        arrival.done(reason=Reason.BOUNCE if user else Reason.NO_SUCH_ADDRESS)
        return
    community = Community.objects.filter(pk=community_id).first()
    obey_mail(arrival, Said(name), user=user, community=community)


def _settle_for(addressee: Addressee, arrival: Arrival, *, sure: bool) -> None:
    user, community = addressee.user, addressee.community
    member = member_of(community, user) if user.is_active else None
    place = addressee.find(member) if member else None
    command = arrival.command if user.is_active else None
    if addressee.is_public and place is None and not command:
        _settle_stranger(arrival)
    elif (member is None or place is None) and not command:
        sentence = _("You are not a member of %(community)s any more, so nothing was posted.")
        why = sentence % {"community": community.name}
        arrival.answer(Reason.NOT_A_MEMBER, why, user=user, community=community)
    elif not sure and not _is_his(user, arrival.mail.sender[1]):
        arrival.ask_whether_his(Reason.NOT_HIS_ADDRESS, user=user, community=community)
    elif not sure and not _is_believed(arrival.mail, is_public=addressee.is_public):
        arrival.ask_whether_his(Reason.FORGED, user=user, community=community)
    elif command:
        of_a_thing = place is not None and place[0] != COMMUNITY
        obey_mail(arrival, command, user=user, community=community, may_be_post=of_a_thing)
    elif not arrival.message.let_through and is_flooded(community):
        arrival.hold(Reason.FLOOD)
    elif _quotes_links_of_ours(arrival.written):
        arrival.answer(Reason.UNCLEAR, _why_unclear(arrival), user=user, community=community)
    elif member and place:
        take_answer(arrival, member, place)


def _why_unclear(arrival: Arrival) -> str:
    if arrival.trimmed.forwarded:
        return _(
            "You passed on a mail that we sent to you. Its links are only yours, so nothing was"
            " posted. Please copy the words that others should read into a new mail."
        )
    return _(
        "We could not tell what you wrote from the mail that you answered, so nothing was posted."
        " Please answer again, and delete what is below your words."
    )


def _quotes_links_of_ours(written: str) -> bool:
    """Return whether a link is left in it that only our mails have; some open one person's pages."""
    links = re.findall(re.escape(settings.SITE_URL) + r"/\S{1,200}", written)
    return any(_ONLY_IN_MAILS.search(link, len(settings.SITE_URL)) for link in links)


def _is_believed(mail: ReadMail, *, is_public: bool) -> bool:
    """Return whether it is taken for its sender's: the address he alone knows vouches for him."""
    found = dmarc_of(mail)
    return found == "pass" if is_public else found != "fail"


def _is_his(user: User, sender: str) -> bool:
    """Return whether it comes from an address that the person has shown to be his."""
    his = EmailAddress.objects.filter(user=user, verified=True, email__iexact=sender)
    return bool(his.exists())


def _reason(maker: Kind) -> Reason:
    return Reason.BOUNCE if maker is Kind.BOUNCE else Reason.AUTOMATIC
