"""From an invitation, a request or an open door to a membership. Call inside the scope."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from communities.due_work import due
from communities.invitations import LINK_AGE
from communities.membership_changes import make_active
from communities.models import Community, Invitation, Membership
from communities.models.community import Joining
from communities.models.invitation import Answered, Source
from communities.models.membership import Status
from core.signed_links import StaleLinkError, make_token, read_token

ACT = "join"
# The kind of due work that tells the facilitators; its handler writes the mails.
ASKED = "tell_of_request"


class LinkState(Enum):
    """What a link of an invitation mail is good for."""

    GOOD = auto()
    STALE = auto()
    WITHDRAWN = auto()
    USED = auto()


@dataclass(frozen=True, slots=True)
class Joined:
    """`opens_session`: the account was never used, and the link reached its mailbox."""

    member: Membership
    opens_session: bool


def join_token(invitation: Invitation) -> str:
    """Return the token of the link for an invitation's present round."""
    return make_token(ACT, invitation=invitation.pk, round=invitation.round)


def read_join_token(token: str) -> tuple[Invitation, LinkState] | None:
    """Return the invitation a link names and its state, or None if the link is none of ours."""
    fresh = True
    try:
        ids = read_token(ACT, token, max_age=LINK_AGE)
    except StaleLinkError as error:
        ids, fresh = error.ids, False
    if not ids:
        return None
    invitation = (
        Invitation.objects.filter(pk=ids.get("invitation", 0))
        .select_related("site", "invited_by__user")
        .first()
    )
    if invitation is None:
        return None
    return invitation, _state(invitation, fresh=fresh and ids.get("round") == invitation.round)


def _state(invitation: Invitation, *, fresh: bool) -> LinkState:
    if invitation.status == Invitation.Status.WITHDRAWN:
        return LinkState.WITHDRAWN
    if invitation.status == Invitation.Status.ACCEPTED:
        return LinkState.USED
    return LinkState.GOOD if fresh else LinkState.STALE


def account_of(email: str) -> User | None:
    """Return the account that an address belongs to: by a verified address, else by its name."""
    owner = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    return owner.user if owner else User.objects.filter(email=email).first()


def accept(invitation: Invitation, *, by: Answered = Answered.BUTTON) -> Joined | None:
    """Make the invited person a member, with an account if there is none yet.

    Who asked by himself comes in as the community lets people in: where a facilitator decides, his
    membership is a request. Return None if the invitation was answered or withdrawn meanwhile, or
    the door was closed.
    """
    with transaction.atomic():
        # Two clicks at once are one answer.
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if locked.status != Invitation.Status.WAITING:
            return None
        user = account_of(invitation.email) or _new_account(invitation)
        if not user.is_active:
            return None
        opens_session = user.never_signed_in
        if opens_session:
            _prove_address(user, invitation.email)
        member = Membership.objects.filter(community=invitation.community, user=user).first()
        if invitation.source == Source.SELF and not (member and member.is_active):
            member = _by_own_wish(locked, invitation.community, user)
            if member is None:
                return None
        elif member is None or not member.is_active:
            member = make_active(
                invitation.community,
                user,
                circle=invitation.circle,
                standing=invitation.standing,
                site=invitation.site,
                roles=[link.role for link in invitation.role_links.select_related("role")],
            )
        Invitation.objects.filter(pk=invitation.pk).update(
            status=Invitation.Status.ACCEPTED, answered_at=timezone.now(), answered_by=by
        )
    return Joined(member, opens_session)


def _by_own_wish(invitation: Invitation, community: Community, user: User) -> Membership | None:
    """Return the membership, or the request, of somebody who was not invited by anybody."""
    try:
        if community.joining == Joining.REQUEST:
            return ask_to_join(community, user, note=invitation.note)
        return join_openly(community, user)
    except (JoiningClosedError, RemovedError):
        return None


def _new_account(invitation: Invitation) -> User:
    return User.objects.create_user(
        invitation.email,
        display_name=invitation.name,
        language=invitation.language,
        time_zone=invitation.community.time_zone,
    )


def _prove_address(user: User, email: str) -> None:
    """The link reached the mailbox, which is all that a confirmation mail would show."""
    address, _made = EmailAddress.objects.get_or_create(
        user=user, email=email, defaults={"primary": email == user.email}
    )
    if not address.verified:
        address.verified = True
        address.save(update_fields=["verified"])


class JoiningClosedError(Exception):
    """The community's policy does not let people in this way."""


class RemovedError(Exception):
    """Who was removed comes back by an invitation only."""


def join_openly(community: Community, user: User) -> Membership:
    """Make a person a member at once.

    Raise JoiningClosedError unless the community is open, RemovedError if he was removed from it.
    """
    if community.joining != Joining.OPEN:
        raise JoiningClosedError
    if Membership.objects.filter(community=community, user=user, status=Status.REMOVED).exists():
        raise RemovedError
    return make_active(community, user)


def ask_to_join(community: Community, user: User, *, note: str = "") -> Membership:
    """Write down that a person asks to join; asking again replaces the note.

    Raise JoiningClosedError unless the community takes requests.
    """
    if community.joining != Joining.REQUEST:
        raise JoiningClosedError
    with transaction.atomic():
        return _ask(community, user, note)


def _ask(community: Community, user: User, note: str) -> Membership:
    member, made = Membership.objects.get_or_create(
        community=community, user=user, defaults={"status": Status.REQUESTED}
    )
    if not member.is_active:
        if made or member.status != Status.REQUESTED:
            due(ASKED, member.pk, community=community)
        member.status = Status.REQUESTED
        member.request_note = note
        member.save(update_fields=["status", "request_note"])
    return member


type Teller = Callable[[Membership, bool, str], None]

_tellers: list[Teller] = []


def register_teller(teller: Teller) -> None:
    """Let a higher app tell a person how his request was decided; called from AppConfig.ready().

    It gets the membership, whether it was approved, and the reason, inside the transaction.
    """
    _tellers.append(teller)


def approve(request: Membership) -> Membership:
    """Let a person in who asked to join."""
    with transaction.atomic():
        member = make_active(
            request.community, request.user, circle=request.circle, site=request.site
        )
        _tell(member, approved=True)
    return member


def decline(request: Membership, *, reason: str) -> None:
    """Turn a request down with a reason; who was a member before is a former member again."""
    with transaction.atomic():
        _tell(request, approved=False, reason=reason)
        if request.joined_at is None:
            request.delete()
        else:
            request.status = Status.LEFT
            request.request_note = ""
            request.save(update_fields=["status", "request_note"])


def _tell(member: Membership, *, approved: bool, reason: str = "") -> None:
    for teller in _tellers:
        teller(member, approved, reason)
