"""From words to the bytes that go out: RFC 5322 and MIME, made once."""

import binascii
import secrets
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import formatdate
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail.utils import DNS_NAME
from django.utils import timezone

# Headers that programs read: never encoded (RFC 2047), whatever their length.
VERBATIM = frozenset(
    {"message-id", "in-reply-to", "references", "list-id", "list-unsubscribe", "list-help"}
)
LINE = 78


class _Policy(EmailPolicy):
    """Python's policy for SMTP, but that headers for programs are folded and never encoded."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() not in VERBATIM:
            return super().fold_binary(name, value)
        lines = [f"{name}:"]
        for token in str(value).split():
            if len(lines[-1]) + 1 + len(token) > LINE:
                lines.append("")
            lines[-1] += f" {token}"
        return ("\r\n".join(lines) + "\r\n").encode("ascii")


POLICY = _Policy().clone(
    linesep="\r\n", header_factory=SMTP.header_factory, cte_type="7bit", max_line_length=LINE
)


def new_message_id() -> str:
    """Return a Message-ID that was never used (RFC 5322, section 3.6.4)."""
    return f"<{secrets.token_hex(16)}@{site_host()}>"


def site_host() -> str:
    """Return the host name of the site, in ASCII."""
    host = urlsplit(settings.SITE_URL).hostname or str(DNS_NAME)
    return host.encode("idna").decode("ascii")


def compose(
    *,
    message_id: str,
    to: str,
    to_name: str,
    subject: str,
    text: str,
    html: str,
    reply_to: str,
    headers: Mapping[str, str],
    date: datetime | None = None,
) -> bytes:
    """Return the message whole, lines ended by CRLF, in seven bits.

    Raise ValueError for an address or a header that cannot be written (a line break in it).
    """
    message = EmailMessage(policy=POLICY)
    message["Subject"] = " ".join(subject.split())
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = Address(" ".join(to_name.split()), addr_spec=to)
    if reply_to:
        message["Reply-To"] = reply_to
    message["Date"] = formatdate((date or timezone.now()).timestamp())
    message["Message-ID"] = message_id
    # RFC 3834: no answer by a machine, please; the second is what Exchange understands.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    for name, value in headers.items():
        del message[name]
        message[name] = value
    message["MIME-Version"] = "1.0"
    boundary = f"=_{secrets.token_hex(12)}"
    return b"".join(
        [
            message.as_bytes().rstrip(b"\r\n"),
            f'\r\nContent-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'.encode(),
            *(
                f'--{boundary}\r\nContent-Type: text/{kind}; charset="utf-8"\r\n'
                "Content-Transfer-Encoding: quoted-printable\r\n\r\n".encode()
                + _quoted_printable(part)
                + b"\r\n"
                for kind, part in (("plain", text), ("html", html))
            ),
            f"--{boundary}--\r\n".encode(),
        ]
    )


def _quoted_printable(part: str) -> bytes:
    """Encode by RFC 2045, section 6.7; Python's own content manager is thirty times slower."""
    encoded = binascii.b2a_qp("".join(f"{line}\n" for line in part.splitlines()).encode())
    return encoded.replace(b"\n", b"\r\n")
