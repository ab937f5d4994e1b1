"""Going for good: out of one community or out of all, and what becomes of what one wrote.

No row of a person is deleted (decision 10): he becomes faceless. Call outside of any scope.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import close_account
from accounts.models import User
from communities.membership_changes import leave
from communities.models import Invitation, Membership, MembershipRole
from communities.models.membership import Circle
from communities.scope import scope
from communities.switcher import all_memberships

type Eraser = Callable[[Membership], None]
type Closer = Callable[[User], None]
type Noter = Callable[[Membership], "LeavingNote | None"]

_mail_erasers: list[Eraser] = []
_word_erasers: list[Eraser] = []
_closers: list[Closer] = []
_noters: list[Noter] = []


class Words(models.TextChoices):
    """What becomes of what somebody wrote."""

    NAMED = "named", gettext_lazy("It stays, with my name")
    NAMELESS = "nameless", gettext_lazy("It stays, without my name")
    ERASED = "erased", gettext_lazy("It is erased")


@dataclass(frozen=True, slots=True)
class LeavingNote:
    """What somebody should know before he leaves; titles and paths of pages that stay open to him."""

    sentence: str
    links: Sequence[tuple[str, str]] = ()


def register_leaving_note(noter: Noter) -> None:
    """Let a higher app say something to who is about to leave; called from AppConfig.ready().

    It runs inside the scope, with his language active, and returns None where it has nothing to say.
    """
    _noters.append(noter)


def leaving_notes(member: Membership) -> list[LeavingNote]:
    """Return what the member should know before he leaves; inside the scope."""
    return [note for noter in _noters if (note := noter(member))]


def register_eraser(eraser: Eraser) -> None:
    """Let a higher app erase what a member wrote; called from AppConfig.ready().

    It runs inside the scope and the transaction, after he has left. What others said stays readable:
    a place in a discussion is kept, without words.
    """
    _word_erasers.append(eraser)


def register_mail_eraser(eraser: Eraser, closer: Closer) -> None:
    """Let a higher app erase what names a person besides his words: mails, above all.

    `eraser` is for a member who leaves without his name; `closer` for a person whose account is
    closed, outside of any scope. Called from AppConfig.ready().
    """
    _mail_erasers.append(eraser)
    _closers.append(closer)


def leave_for_good(
    member: Membership, words: Words, *, successor: Membership | None = None
) -> None:
    """End one membership. Raises LastAdminError."""
    with scope(member.community):
        if member.is_active:
            leave(member, successor=successor)
        _see_to_words(member, words)
        if words is not Words.NAMED:
            with translation.override(member.community.language):
                nobody = User.objects.create_user(
                    gone_address(), display_name=_("Former member"), is_active=False
                )
            Membership.objects.filter(pk=member.pk).update(user=nobody)
            member.community.people_changed()


def leave_porchlight(user: User, words: Words) -> None:
    """End all memberships, and close the account. Raises LastAdminError, and nothing is done then."""
    with transaction.atomic():
        for entry in all_memberships(user):
            with scope(entry.community_id):
                member = Membership.objects.select_related("community", "user").get(
                    pk=entry.membership_id
                )
                if member.is_active:
                    leave(member)
                _see_to_words(member, words)
        with translation.override(user.language):
            name = user.display_name if words is Words.NAMED else _("Former member")
        for closer in _closers:
            closer(user)
        close_account(user, name=name, address=gone_address())


def gone_address() -> str:
    """Return an address that no mail can go to (RFC 2606, section 2)."""
    return f"gone-{secrets.token_hex(12)}@erased.invalid"


def _see_to_words(member: Membership, words: Words) -> None:
    if words is Words.NAMED:
        return
    Invitation.objects.filter(
        community_id=member.community_id, email__in=_addresses(member)
    ).delete()
    MembershipRole.objects.filter(membership=member).delete()
    # The rest of the row says nothing of anybody.
    member.site, member.circle = None, Circle.OUTER
    member.request_note = member.pause_reason = ""
    member.save(update_fields=["site", "circle", "request_note", "pause_reason"])
    erasers = [*_mail_erasers, *(_word_erasers if words is Words.ERASED else ())]
    for eraser in erasers:
        eraser(member)


def _addresses(member: Membership) -> list[str]:
    own = EmailAddress.objects.filter(user=member.user_id).values_list("email", flat=True)
    return [member.user.email, *own]
