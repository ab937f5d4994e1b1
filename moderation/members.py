"""Warning a member and pausing one, with a reason that he receives."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from moderation.conflicts import AlreadyDoneError
from moderation.models import MemberWarning
from moderation.record import record

# Sends the letter: the mail is an app above this one.
type Teller = Callable[[Membership, str, str, str], None]
type PauseTeller = Callable[[Membership], None]
_tellers: list[Teller] = []
_pause_tellers: list[PauseTeller] = []


def register_warning_teller(teller: Teller) -> None:
    """Say who tells a member of a warning; called from AppConfig.ready().

    It gets the member, the reason, and of a post that gave rise to it the title and the words.
    """
    _tellers.append(teller)


def register_pause_teller(teller: PauseTeller) -> None:
    """Say who tells a member that he is paused, or not any more; called from AppConfig.ready()."""
    _pause_tellers.append(teller)


def warn_member(
    member: Membership,
    *,
    by: Membership,
    reason: str,
    title: str = "",
    own_words: str = "",
    in_record: bool = True,
) -> None:
    """Tell a member that something must not happen again, and why; it stands in the record.

    He gets it by mail, and his pages say that it is there until he has read it. `in_record` is False
    for what he wrote without his name: the record would tell that it was he.
    """
    with transaction.atomic():
        MemberWarning.objects.create(
            community_id=by.community_id, member=member, by=by, reason=reason
        )
        member.has_warning = True
        member.save(update_fields=["has_warning"])
        if in_record:
            record(by, "warned", member, note=reason)
        for tell in _tellers:
            tell(member, reason, title, own_words)


def read_warnings(member: Membership) -> None:
    """Note that a member has read his warnings."""
    with transaction.atomic():
        mine = MemberWarning.objects.filter(member=member, read_at=None)
        mine.update(read_at=timezone.now())
        member.has_warning = False
        member.save(update_fields=["has_warning"])


def pause_member(member: Membership, *, by: Membership, until: datetime, reason: str) -> None:
    """Let a member read and not write until then; he is told why. Raises AlreadyDoneError."""
    with transaction.atomic():
        current = _locked(member)
        if current.is_paused:
            raise AlreadyDoneError(
                _("%(name)s is paused already. End that pause first, to change it.")
                % {"name": member.name}
            )
        current.paused_until, current.pause_reason = until, reason
        current.save(update_fields=["paused_until", "pause_reason"])
        record(by, "paused", current, note=f"{timezone.localtime(until):%Y-%m-%d}: {reason}")
        _tell(current)


def end_pause(member: Membership, *, by: Membership) -> None:
    """Let a member write again before his pause is over. Raises AlreadyDoneError."""
    with transaction.atomic():
        current = _locked(member)
        if not current.is_paused:
            raise AlreadyDoneError(_("%(name)s is not paused any more.") % {"name": member.name})
        current.paused_until, current.pause_reason = None, ""
        current.save(update_fields=["paused_until", "pause_reason"])
        record(by, "pause_ended", current)
        _tell(current)


def _tell(member: Membership) -> None:
    for tell in _pause_tellers:
        tell(member)


def _locked(member: Membership) -> Membership:
    """Return the membership as it is now; others wait until this is done."""
    Membership.objects.select_for_update(no_key=True).get(pk=member.pk)
    return Membership.objects.select_related("user", "community").get(pk=member.pk)
