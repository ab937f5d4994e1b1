"""Warning a member, with a reason that he receives."""

from collections.abc import Callable

from django.db import transaction

from communities.models import Membership
from moderation.record import record

# Sends the letter: the mail is an app above this one.
type Teller = Callable[[Membership, str, str, str], None]
_tellers: list[Teller] = []


def register_warning_teller(teller: Teller) -> None:
    """Say who tells a member of a warning; called from AppConfig.ready().

    It gets the member, the reason, and of a post that gave rise to it the title and the words.
    """
    _tellers.append(teller)


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

    `in_record` is False for what he wrote without his name: the record would tell that it was he.
    """
    with transaction.atomic():
        if in_record:
            record(by, "warned", member, note=reason)
        for tell in _tellers:
            tell(member, reason, title, own_words)
