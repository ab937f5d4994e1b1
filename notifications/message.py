"""From words to the bytes that go out: RFC 5322 and MIME, made once."""

import binascii
import re
import secrets
from base64 import b64encode, encodebytes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr, formatdate, parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail.utils import DNS_NAME
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from communities.models import Community

# A line's length, RFC 5322, section 2.1.1. A longer word stands on a line of its own, never encoded:
# what is encoded, programs do not understand (links to unsubscribe, Message-IDs).
LINE = 78
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# Bytes that make a word of at most 75 characters once they are encoded (RFC 2047, section 2).
ENCODED_WORD = 45


def new_message_id() -> str:
    """Return a Message-ID that was never used (RFC 5322, section 3.6.4)."""
    return f"<{secrets.token_hex(16)}@{site_host()}>"


def thread_id(thread: str) -> str:
    """Return the Message-ID that all mails of a thread refer to; there need be no such mail."""
    name = salted_hmac("notifications.thread", thread, algorithm="sha256").hexdigest()[:32]
    return f"<{name}@{site_host()}>"


def via(name: str, community: Community) -> str:
    """Return how the sender of a mail that carries somebody's words is called.

    The address beside it is always that of the site. One to answer to stands in Reply-To alone: in
    From it would differ from mail to mail, so that no server and no address book ever knew it, and
    who is written to by his own server's rules (DMARC) would look forged there.
    """
    return _("%(name)s via %(community)s") % {"name": name, "community": community.name}


def site_host() -> str:
    """Return the host name of the site, in ASCII."""
    host = urlsplit(settings.SITE_URL).hostname or str(DNS_NAME)
    return host.encode("idna").decode("ascii")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPart:
    """An invitation that goes along (RFC 6047): calendar programs show buttons for it."""

    content: bytes
    """iCalendar, in UTF-8, its lines ended by CRLF."""
    method: str
    """As the calendar itself says it: REQUEST, CANCEL."""


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
    from_name: str = "",
    date: datetime | None = None,
    calendar: CalendarPart | None = None,
) -> bytes:
    """Return the message whole, lines ended by CRLF, in seven bits.

    `from_name` stands before our own address instead of our own name. Raise ValueError for an
    address or a header that cannot be written (a line break in it). Written by hand: Python's own
    classes for it take longer than all the rest of making a digest.
    """
    boundary = f"=_{secrets.token_hex(12)}"
    kind, parts = "alternative", _parts(boundary, (("plain", text), ("html", html)))
    if calendar is not None:
        kind, parts = "mixed", _with_calendar(boundary, text, html, calendar)
    own_name, own_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    lines = [
        _words("Subject", subject),
        _address("From", " ".join(from_name.split()) or own_name, own_address),
        _address("To", " ".join(to_name.split()), to),
        *([_address("Reply-To", "", reply_to)] if reply_to else []),
        _line("Date", formatdate((date or timezone.now()).timestamp())),
        _line("Message-ID", message_id),
        # RFC 3834: no answer by a machine, please; the second is what Exchange understands.
        _line("Auto-Submitted", "auto-generated"),
        _line("X-Auto-Response-Suppress", "All"),
        # What carries it and comes in is a mail of ours that went round: mailroom.automatic.
        _line("X-Porchlight-Hops", "1"),
        *(_line(name, value) for name, value in headers.items()),
        _line("MIME-Version", "1.0"),
        _line("Content-Type", f'multipart/{kind}; boundary="{boundary}"'),
    ]
    return b"".join([*(line.encode("ascii") for line in lines), b"\r\n", *parts])


def _parts(boundary: str, parts: Iterable[tuple[str, str]]) -> Iterable[bytes]:
    for kind, words in parts:
        encoding, encoded = _encoded_body(words)
        head = (
            f'--{boundary}\r\nContent-Type: text/{kind}; charset="utf-8"\r\n'
            f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
        )
        yield head.encode("ascii") + encoded + b"\r\n"
    yield f"--{boundary}--\r\n".encode("ascii")


def _with_calendar(boundary: str, text: str, html: str, calendar: CalendarPart) -> Iterable[bytes]:
    """Yield the mail's text with the invitation as its last form, and once more as a file.

    Gmail and Outlook take the form, by its method; Apple Mail and others, and people, the file.
    """
    inner = f"=_{secrets.token_hex(12)}"
    encoded = encodebytes(calendar.content).replace(b"\n", b"\r\n")
    yield (
        f'--{boundary}\r\nContent-Type: multipart/alternative; boundary="{inner}"\r\n\r\n'
    ).encode("ascii")
    form = f'Content-Type: text/calendar; charset="UTF-8"; method={calendar.method}\r\n'
    form += "Content-Transfer-Encoding: base64\r\n\r\n"
    file = 'Content-Type: application/ics; name="invite.ics"\r\n'
    file += 'Content-Disposition: attachment; filename="invite.ics"\r\n'
    file += "Content-Transfer-Encoding: base64\r\n\r\n"
    *forms, _end = _parts(inner, (("plain", text), ("html", html)))
    yield from forms
    yield f"--{inner}\r\n{form}".encode("ascii") + encoded
    yield f"--{inner}--\r\n\r\n--{boundary}\r\n{file}".encode("ascii") + encoded
    yield f"--{boundary}--\r\n".encode("ascii")


def _encoded_body(words: str) -> tuple[str, bytes]:
    """Encode by RFC 2045: so that the source can be read, or in base64 where that is far longer."""
    plain = "".join(f"{line}\n" for line in words.splitlines()).encode()
    quoted = binascii.b2a_qp(plain).replace(b"\n", b"\r\n")
    if len(quoted) < 1.5 * len(plain) + LINE:
        return "quoted-printable", quoted
    return "base64", encodebytes(plain.replace(b"\n", b"\r\n")).replace(b"\n", b"\r\n")


def _line(name: str, value: str) -> str:
    """Return the header, folded between words; raise ValueError if it is not plain ASCII."""
    if not value.isascii() or CONTROL.search(value + name):
        raise ValueError(f"The header {name} cannot be written: {value!r}")
    lines = [f"{name}:"]
    for word in value.split(" "):
        if len(lines[-1]) + 1 + len(word) > LINE:
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines) + "\r\n"


def _words(name: str, words: str) -> str:
    """Return a header of words that people read, encoded by RFC 2047 where it must be."""
    clean = " ".join(words.split())
    if clean.isascii() and "=?" not in clean and not CONTROL.search(clean):
        return _line(name, clean)
    return f"{name}: {_encoded(clean, len(name) + 2)}\r\n"


@lru_cache(maxsize=1000)
def _address(name: str, display: str, address: str) -> str:
    """Return a header of one mailbox; raise ValueError if the address holds what it may not."""
    if CONTROL.search(address) or " " in address or "@" not in address:
        raise ValueError(f"{address!r} is no address.")
    mailbox = address if address.isascii() else _ascii_domain(address)
    if not display:
        return _line(name, mailbox)
    if display.isascii() and not CONTROL.search(display):
        return _line(name, formataddr((display, mailbox)))
    return f"{name}: {_encoded(display, len(name) + 2)}\r\n <{mailbox}>\r\n"


def _ascii_domain(address: str) -> str:
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def _encoded(words: str, indent: int) -> str:
    """Return RFC 2047 words, a line each; `indent` is what stands before the first."""
    chunks, chunk = [], b""
    room = ENCODED_WORD - indent
    for letter in words:
        if len(chunk + letter.encode()) > room:
            chunks.append(chunk)
            chunk, room = b"", ENCODED_WORD
        chunk += letter.encode()
    chunks.append(chunk)
    return "\r\n ".join(f"=?utf-8?b?{b64encode(chunk).decode()}?=" for chunk in chunks)
