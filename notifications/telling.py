"""Note whom an event concerns, and have each told in one mail of all that came meanwhile."""

from collections.abc import Mapping

from django.db.models import Q

from communities.due_work import due_many
from communities.models import Community
from notifications.message import new_message_id
from notifications.models import Notice, OutgoingMail, State

WRITE = "write_notices"


def tell(kind: str, object_id: int, whom: Mapping[int, str], *, community: Community) -> None:
    """Note that these members, each with the word that says why, are to be told of an event.

    In the caller's transaction. Who was told of it, or is about to be, is not told again.
    """
    Notice.objects.bulk_create(
        [
            Notice(
                community=community, member_id=member_id, kind=kind, object_id=object_id, why=why
            )
            # By member, so that two events told at once cannot wait for each other in a circle.
            for member_id, why in sorted(whom.items())
        ],
        ignore_conflicts=True,
    )
    due_many(WRITE, sorted(whom), community=community)


def take_back(kind: str, object_id: int) -> None:
    """Have no mail tell of an event from here on; what else waits with it goes out without it."""
    told = Notice.objects.filter(kind=kind, object_id=object_id)
    waiting = OutgoingMail.objects.filter(
        pk__in=told.values("mail_id"), state=State.WAITING
    ).select_for_update(skip_locked=True)
    mails = list(waiting.defer("content"))
    told.filter(Q(mail__in=mails) | Q(told_at=None)).delete()
    for mail in mails:
        # A server may have it as it was: what is left to tell is another mail.
        mail.begin_anew(new_message_id())
