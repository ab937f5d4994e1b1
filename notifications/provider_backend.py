"""Hand mails to a provider's own interface instead of SMTP, where a host lets no SMTP out.

A provider takes words and headers, not bytes, and makes its own bytes of them; the Message-ID stays.
What it answers is raised as smtplib would, so that whoever sends knows one kind of refusal.
"""

import smtplib
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from typing import Any, override

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

# What a provider writes itself.
_ITS_OWN = {
    *("subject", "from", "to", "reply-to", "date", "mime-version"),
    *("content-type", "content-transfer-encoding"),
}
# Postmark gives each mail a Message-ID of its own, unless it is told otherwise.
_KEEP_ID = {"X-PM-KeepID": "true"}


class EmailBackend(BaseEmailBackend):
    """`provider` is the name of a module of anymail.backends; the other options are its own."""

    def __init__(self, *, provider: str, alias: str | None = None, **options: Any) -> None:
        super().__init__(alias=alias)
        made: Any = import_string(f"anymail.backends.{provider}.EmailBackend")
        self._provider = made(alias=alias, **options)

    @override
    def open(self) -> bool | None:
        return bool(self._provider.open())

    @override
    def close(self) -> None:
        self._provider.close()

    @override
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many were taken.

        Raises SMTPRecipientsRefused, SMTPResponseException for a mail that is not wanted as it is,
        and OSError while the provider cannot be reached or is not to be asked now.
        """
        for mail in email_messages:
            self._send(mail)
        return len(email_messages)

    def _send(self, mail: EmailMessage) -> None:
        from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused  # noqa: PLC0415

        content = getattr(mail, "content", None)
        try:
            self._provider.send_messages([mail if content is None else words_of(content)])
        except AnymailRecipientsRefused as error:
            refused = (550, b"5.1.1 the provider sends nothing to this address: no such recipient")
            raise smtplib.SMTPRecipientsRefused(dict.fromkeys(mail.to, refused)) from error
        except AnymailAPIError as error:
            code = getattr(error, "status_code", None)
            if code in {400, 406, 413}:
                raise smtplib.SMTPResponseException(554, f"5.6.0 {error}"[:400]) from error
            raise OSError(f"The provider answered {code}.") from error


def words_of(content: bytes) -> EmailMultiAlternatives:
    """Return a stored mail as Django's own kind, with both texts and all headers that are ours."""
    found = message_from_bytes(content, policy=policy.default)
    assert isinstance(found, Parsed)  # noqa: S101  (what this policy makes)
    headers = {name: str(value) for name, value in found.items() if name.lower() not in _ITS_OWN}
    mail = EmailMultiAlternatives(
        subject=str(found["Subject"]),
        body=_text(found, "plain"),
        from_email=str(found["From"]),
        to=[str(found["To"])],
        reply_to=[str(found["Reply-To"])] if found["Reply-To"] else [],
        headers=headers | _KEEP_ID,
    )
    mail.attach_alternative(_text(found, "html"), "text/html")
    for part in found.walk():
        # Providers take one form beside the text; calendar programs know it by its method.
        if part.get_content_type() == "text/calendar":
            kind = f"text/calendar; method={part.get_param('method')}"
            mail.attach("invite.ics", part.get_content(), kind)
    return mail


def _text(found: Parsed, kind: str) -> str:
    part = found.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""
