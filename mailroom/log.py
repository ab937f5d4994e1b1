"""What is seen of mail by those who look after it: state, reason and time; no word of it.

Facilitators see that of their own community. What belongs to none, as an answer to a digest of
several communities does, a platform admin sees.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from communities.models import Membership
from core.pagination import KeysetPage, below, read_cursor, rows_page
from mailroom.models import InboundMessage, State
from notifications.models import OutgoingMail

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail as the log shows it."""

    id: int
    person: str
    state: str
    reason: str
    at: datetime
    # It came in and waits for a person, so its text can be opened.
    is_held: bool = False


def messages_page(reader: Membership, *, cursor: str | None) -> KeysetPage[MailRow]:
    """Return a page of the mails that came to the community, the newest first."""
    return _page(InboundMessage.objects.filter(community=reader.community_id), cursor)


def nobodys_page(*, cursor: str | None) -> KeysetPage[MailRow]:
    """Return a page of the mails that are held, belong to no community, and can be read again."""
    return _page(nobodys_held(), cursor)


def nobodys_held() -> QuerySet[InboundMessage]:
    return InboundMessage.objects.filter(community=None, state=State.HELD, content__isnull=False)


def _page(messages: QuerySet[InboundMessage], cursor: str | None) -> KeysetPage[MailRow]:
    messages = messages.select_related("user")
    if position := read_cursor(cursor):
        messages = messages.filter(below("received_at", "id", *position))
    rows = [
        MailRow(
            id=message.pk,
            person=message.user.display_name if message.user else "",
            state=message.get_state_display(),
            reason=message.get_reason_display(),
            at=message.received_at,
            is_held=message.state == State.HELD,
        )
        for message in messages.defer("content").order_by("-received_at", "-id")[: PER_PAGE + 1]
    ]
    return rows_page(rows, per_page=PER_PAGE, place=lambda row: (row.at, row.id))


def mails_page(reader: Membership, *, cursor: str | None) -> KeysetPage[MailRow]:
    """Return a page of the mails that went out for the community alone, the newest first."""
    mails = OutgoingMail.objects.filter(community=reader.community_id).select_related("user")
    if position := read_cursor(cursor):
        mails = mails.filter(below("created_at", "id", *position))
    rows = [
        MailRow(
            id=mail.pk,
            person=mail.user.display_name if mail.user else "",
            state=mail.get_state_display(),
            reason=mail.reason,
            at=mail.created_at,
        )
        for mail in mails.defer("content").order_by("-created_at", "-id")[: PER_PAGE + 1]
    ]
    return rows_page(rows, per_page=PER_PAGE, place=lambda row: (row.at, row.id))


def held_message(reader: Membership, message_id: int) -> InboundMessage | None:
    """Return a mail that is held, and came to the reader's community."""
    held = InboundMessage.objects.filter(
        pk=message_id, community=reader.community_id, state=State.HELD
    )
    return held.select_related("user").first()
