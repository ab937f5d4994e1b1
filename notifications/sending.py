"""Hand stored mails to the mail server: claim, commit, send, record.

A mail that tells at once gets its words just before, and keeps them for as long as a server may
have it: it is written anew only if none was reached, or if one clearly refused it for now.
A mail can go out twice only if its sender is killed between the server's 250 and our record of
it, or the database's machine fails within a second of it; then the same Message-ID and the same
bytes go out.
"""

import logging
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, override

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.utils import timezone

from notifications.bounce_addresses import bounce_address
from notifications.claiming import claim
from notifications.delivery_faults import Fault, fault_of, status_in
from notifications.models import OutgoingMail, State
from notifications.notice_mail import write_mail
from notifications.suppression import note_failure

logger = logging.getLogger(__name__)

# A claim lasts a quarter of an hour (notifications.claiming): no mail is begun after this many
# seconds, and the rest of the batch is given back.
PATIENCE = 300.0
BACK_OFF = [timedelta(minutes=m) for m in (1, 5, 15, 60)]
GIVE_UP = timedelta(days=3)
SENDERS_LOST = 3
KEEP_BODIES = timedelta(days=30)


class _Stored(EmailMessage):
    """What Django's mail backends send: the stored bytes, untouched."""

    def __init__(self, mail: OutgoingMail) -> None:
        super().__init__(from_email=bounce_address(mail), to=[mail.to])
        self.content = bytes(mail.content or b"")

    @override
    def message(self, *, policy: Any = None) -> Any:
        return _Bytes(self.content)


@dataclass(frozen=True)
class _Bytes:
    content: bytes

    def as_bytes(self) -> bytes:
        return self.content


class _ServerAwayError(Exception):
    """The mail server could not be reached or let go of us: no fault of this mail."""


class Tally:
    """How many mails the server took over one connection."""

    taken = 0


def send_waiting() -> int:
    """Send all mail that is due; return how many the server took.

    Several senders at once share the work. When the server cannot be reached, what was claimed
    waits for its next try and the rest for the next tick.
    """
    taken = 0
    while True:
        tally = Tally()
        with _connection() as backend, _records_not_waited_for():
            try:
                while mails := claim():
                    _send_batch(backend, mails, tally)
                return taken + tally.taken
            except _ServerAwayError as error:
                taken += tally.taken
                # Servers may take only so many mails over one connection: try another.
                if not tally.taken:
                    logger.warning("mail server away", extra={"reason": str(error)})
                    return taken


def _send_batch(backend: BaseEmailBackend, mails: list[OutgoingMail], tally: Tally) -> None:
    start = time.monotonic()
    for position, mail in enumerate(mails):
        if mail.state == State.SENDING and mail.senders_lost + 1 >= SENDERS_LOST:
            mail.hold("Whoever tried to send it was ended three times.")
            continue
        if time.monotonic() - start > PATIENCE:
            _give_back(mails[position:])
            return
        try:
            tally.taken += _send(backend, mail)
        except _ServerAwayError as error:
            if tally.taken:
                _give_back(mails[position:])
            else:
                for unsent in mails[position:]:
                    _try_later(unsent, str(error))
            raise


def _send(backend: BaseEmailBackend, mail: OutgoingMail) -> bool:
    """Send one mail and record what came of it; raise _ServerAwayError if no server answers."""
    unwritten = mail.content is None
    try:
        backend.open()
        if unwritten and not _write(mail):
            return False
        backend.send_messages([_Stored(mail)])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        _answered(mail, code, words, anew=unwritten)
    except smtplib.SMTPSenderRefused as error:
        # It is we who are not wanted: nothing about the address.
        _answered(mail, error.smtp_code, error.smtp_error, anew=unwritten, counts=False)
    except (smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError) as e:
        # Also with a code of 500 and more: our credentials are at fault, not the mail.
        raise _ServerAwayError(_words(e.smtp_code, e.smtp_error)) from e
    except smtplib.SMTPResponseException as error:
        _answered(mail, error.smtp_code, error.smtp_error, anew=unwritten)
    except (smtplib.SMTPNotSupportedError, ValueError) as error:
        mail.refused(f"It cannot be written for SMTP: {error}")
    except (OSError, smtplib.SMTPException) as error:
        raise _ServerAwayError(f"{type(error).__name__}: {error}") from error
    else:
        mail.sent()
        return True
    return False


def _write(mail: OutgoingMail) -> bool:
    """Return whether a mail that is to say what is so now has anything to say, and says it."""
    try:
        return write_mail(mail)
    except Exception:
        logger.exception("mail: not written", extra={"mail": mail.pk})
        mail.hold("It could not be written.")
        return False


def _answered(
    mail: OutgoingMail, code: int, words: bytes | str, *, anew: bool, counts: bool = True
) -> None:
    """Act on a refusal (RFC 5321, section 4.2.1): 4yz is for now, 5yz is for good.

    With `anew` no server has ever had the mail: it is written once more before it is tried again.
    One for good `counts` against the address, as far as it is about it.
    """
    reason = _words(code, words)
    if anew and code < 500:
        mail.begin_anew(mail.message_id)
    if code == 421:
        raise _ServerAwayError(reason)
    if 500 <= code < 600:
        mail.refused(reason)
        if counts:
            note_failure(mail.to, fault_of(status_in(reason), reason), reason)
    else:
        _try_later(mail, reason)


def _words(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"


def _try_later(mail: OutgoingMail, reason: str) -> None:
    now = timezone.now()
    if now - mail.created_at > GIVE_UP:
        mail.hold(f"Given up after three days: {reason}")
        if mail.attempts and reason[:1] == "4":
            note_failure(mail.to, Fault.SOFT, reason)
        return
    wait = BACK_OFF[min(mail.attempts, len(BACK_OFF) - 1)]
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=State.WAITING, attempts=mail.attempts + 1, due_at=now + wait, reason=reason[:500]
    )


def _give_back(mails: list[OutgoingMail]) -> None:
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
        state=State.WAITING, due_at=timezone.now()
    )


@contextmanager
def _connection() -> Iterator[BaseEmailBackend]:
    """Give the default mailer; it connects with the first mail and is closed at the end."""
    backend = mailers["default"]
    try:
        yield backend
    finally:
        try:
            backend.close()
        except (OSError, smtplib.SMTPException):
            logger.debug("mail server left before we did", exc_info=True)


@contextmanager
def _records_not_waited_for() -> Iterator[None]:
    """Let the database say "committed" before its disk has it: half the time of sending was that.

    A killed sender loses nothing by it, since what is committed is the database's already. Only if
    the database's own machine fails within its last second may a mail go out again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET synchronous_commit TO DEFAULT")


def forget_old_bodies() -> int:
    """Take away the bodies of mails that were settled and are over 30 days old; return how many."""
    before = timezone.now() - KEEP_BODIES
    return OutgoingMail.objects.with_old_bodies(before).update(content=None)
