"""Queue a mail: it is stored whole with what caused it, and sent after."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import get_language
from kombu.exceptions import OperationalError

from accounts.models import User
from communities.due_work import enqueue
from communities.models import Community
from core.after_response import after_response
from notifications.message import CalendarPart, compose, new_message_id
from notifications.models import OutgoingMail, State
from notifications.models.outgoing_mail import PROBE

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mail to be. `kind` and `key` (an event or a period) make it the only one of its address."""

    kind: str
    key: str
    to: str
    subject: str
    text: str
    html: str
    user: User | None = None
    community: Community | None = None
    headers: dict[str, str] = field(default_factory=dict)
    reply_to: str = ""
    from_name: str = ""
    calendar: CalendarPart | None = None
    # What it is written in: the language that is active when it is drafted.
    language: str = field(default_factory=lambda: get_language() or settings.LANGUAGE_CODE)

    def stored(self) -> OutgoingMail:
        """Return the row to store: its bytes and its Message-ID are fixed from here on.

        For a person whose mail is stopped, one that only says that he was to get a mail.
        """
        message_id = new_message_id()
        skipped = self.user is not None and self.user.mail_is_stopped and self.kind != PROBE
        return OutgoingMail(
            kind=self.kind,
            key=self.key,
            to=self.to,
            user=self.user,
            community=self.community,
            message_id=message_id,
            content=None if skipped else self.content(message_id),
            state=State.SKIPPED if skipped else State.WAITING,
        )

    def content(self, message_id: str) -> bytes:
        """Return the bytes that go out."""
        return compose(
            message_id=message_id,
            to=self.to,
            to_name=self.user.display_name if self.user else "",
            subject=self.subject,
            text=self.text,
            html=self.html,
            reply_to=self.reply_to,
            from_name=self.from_name,
            headers={"Content-Language": self.language, **self.headers},
            calendar=self.calendar,
        )


def queue_mail(
    *,
    kind: str,
    key: str,
    to: str,
    subject: str,
    text: str,
    html: str,
    user: User | None = None,
    community: Community | None = None,
    headers: dict[str, str] | None = None,
    reply_to: str = "",
    from_name: str = "",
    not_before: datetime | None = None,
    calendar: CalendarPart | None = None,
) -> OutgoingMail:
    """Store a mail in the caller's transaction, to be sent once that is committed, or later.

    A second call with the same `to`, `kind` and `key` returns the first mail and changes nothing.
    Raise ValueError if an address or a header cannot be written.
    """
    mail = Draft(
        kind=kind,
        key=key,
        to=to,
        subject=subject,
        text=text,
        html=html,
        user=user,
        community=community,
        headers=headers or {},
        reply_to=reply_to,
        from_name=from_name or (community.name if community else ""),
        calendar=calendar,
    ).stored()
    mail.due_at = not_before or mail.due_at
    store([mail])
    return OutgoingMail.objects.get(to=to, kind=kind, key=key)


COPIED = {
    "kind": "text",
    "key": "text",
    "to": "text",
    "user_id": "int8",
    "community_id": "int8",
    "message_id": "text",
    "content": "bytea",
    "state": "text",
    "due_at": "timestamptz",
    "attempts": "int2",
    "senders_lost": "int2",
    "reason": "text",
    "created_at": "timestamptz",
}


def store_new(mails: Sequence[OutgoingMail]) -> None:
    """Insert mails of which none is there yet, and have them sent.

    Raise IntegrityError if one is. By COPY: the statement that `store` sends would be three times
    as large as the mails.
    """
    columns = ", ".join(f'"{name}"' for name in COPIED)
    statement = f"COPY notifications_outgoingmail ({columns}) FROM STDIN (FORMAT BINARY)"
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        copy.set_types(list(COPIED.values()))
        for mail in mails:
            copy.write_row([getattr(mail, name) for name in COPIED])
    _have_them_sent()


def store(mails: Sequence[OutgoingMail]) -> None:
    """Insert mails, leaving out those that are there already, and have them sent."""
    OutgoingMail.objects.bulk_create(mails, ignore_conflicts=True)
    _have_them_sent()


def _have_them_sent() -> None:
    # One nudge a transaction: it finds all that waits.
    if not any(nudge_sending in entry for entry in reversed(connection.run_on_commit)):
        transaction.on_commit(nudge_sending, robust=True)


def nudge_sending() -> None:
    """Hasten the sending, once the page that caused the mail is sent."""
    after_response(_nudge)


def _nudge() -> None:
    """When the broker is away, the tick of the minute finds what waits."""
    try:
        enqueue("notifications.tasks.send_waiting_mail", queue="mail")
    except (OperationalError, OSError):
        logger.warning("broker away: mail waits for the next tick")
