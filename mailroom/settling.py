"""What a mail that was read is about: who wrote it, to what, and whether that is believed."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from communities.arrival import member_of
from communities.models import Community
from communities.scope import scope
from core.timezones import zone_named
from mailroom.addressees import Addressee, Bundle, addressee_of, community_at
from mailroom.answers_to_invitations import settle_answer_to_invitation
from mailroom.arrivals import Arrival
from mailroom.authenticity import is_believed, is_his
from mailroom.automatic import Kind, judge
from mailroom.bundles import take_bundle
from mailroom.floods import is_flooded
from mailroom.front_door import takes_in
from mailroom.obeying import obey_mail
from mailroom.own_links import quotes_links_of_ours, why_unclear
from mailroom.own_tail import cut_own_tail
from mailroom.reasons import Reason
from mailroom.returned import settle_report
from mailroom.taking import take_answer
from mailroom.taking_apart import own_lines
from notifications.bounce_addresses import mail_returned_to
from notifications.command_addresses import command_addressed
from notifications.commands import Said
from notifications.invitation_mail import invitation_answered
from notifications.levels import COMMUNITY
from notifications.message import site_host


def settle(arrival: Arrival, *, sure: bool) -> None:
    """Give a message its one outcome; `sure` when the person himself said that it is his."""
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
    cut_own_tail(arrival, addressee.user)
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
    if not sure and not is_his(user, arrival.mail.sender[1]):
        arrival.ask_whether_his(Reason.NOT_HIS_ADDRESS, user=user, community=community)
    elif not sure and not is_believed(arrival.mail, is_public=False):
        arrival.ask_whether_his(Reason.FORGED, user=user, community=community)
    elif user.is_active and (command := arrival.command):
        obey_mail(arrival, command, user=user, community=community)
    elif not arrival.message.let_through and any(
        is_flooded(one) for one in {item.community for item in bundle.items}
    ):
        arrival.hold(Reason.FLOOD)
    elif quotes_links_of_ours(own_lines(arrival.written)):
        arrival.ask([why_unclear(arrival)], user=user, community=community)
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
    elif not sure and not is_his(user, arrival.mail.sender[1]):
        arrival.ask_whether_his(Reason.NOT_HIS_ADDRESS, user=user, community=community)
    elif not sure and not is_believed(arrival.mail, is_public=addressee.is_public):
        arrival.ask_whether_his(Reason.FORGED, user=user, community=community)
    elif command:
        of_a_thing = place is not None and place[0] != COMMUNITY
        obey_mail(arrival, command, user=user, community=community, may_be_post=of_a_thing)
    elif not arrival.message.let_through and is_flooded(community):
        arrival.hold(Reason.FLOOD)
    elif quotes_links_of_ours(arrival.written):
        arrival.answer(Reason.UNCLEAR, why_unclear(arrival), user=user, community=community)
    elif member and place:
        take_answer(arrival, member, place, label=addressee.label)


def _reason(maker: Kind) -> Reason:
    return Reason.BOUNCE if maker is Kind.BOUNCE else Reason.AUTOMATIC
