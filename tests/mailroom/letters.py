"""Mails as people's programs write them, and the way they take into the mailroom."""

from email.message import EmailMessage
from email.utils import make_msgid

from communities.models import Membership
from mailroom.models import Door, InboundMessage
from mailroom.receiving import receive
from notifications.models import OutgoingMail
from tests.notifications.notice_scenes import work
from tests.opened_mail import opened

HOST = "mail.porchlight.example"


def letter(
    to: str,
    text: str,
    *,
    sender: str,
    subject: str = "Re: Buses",
    message_id: str = "",
    headers: dict[str, str] | None = None,
) -> EmailMessage:
    """Return a plain mail; files can be added to it."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    mail["Message-ID"] = message_id or make_msgid(domain="phone.example")
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content(text)
    return mail


def arrive(mail: EmailMessage | bytes, *, to: str = "", sender: str = "") -> InboundMessage:
    """Let a mail come in and be read; return what became of it."""
    raw = mail if isinstance(mail, bytes) else mail.as_bytes()
    recipient = to or str(mail["To"] if isinstance(mail, EmailMessage) else "")
    envelope = sender or (str(mail["From"]) if isinstance(mail, EmailMessage) else "")
    message = receive(raw, recipients=[recipient], sender=envelope, door=Door.COMMAND)[0]
    work()
    message.refresh_from_db()
    return message


def reply_to(mail: OutgoingMail) -> str:
    """Return the address that an answer to this mail goes to."""
    return str(opened(mail)["Reply-To"])


def answers(member: Membership) -> list[OutgoingMail]:
    """Return the mails that a person got about mails of his own."""
    return list(
        OutgoingMail.objects.filter(kind="message_answered", to=member.user.email).order_by("pk")
    )
