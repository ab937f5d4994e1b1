"""A mail as a value: who, to whom, what a person sees, what hangs on it, what it says of itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from .decoding import content_of, text_of
from .flowed import unflowed
from .headers import Headers
from .html_text import text_of_html
from .parts import Fault, Part, PartsReader

MAX_TEXT = 1_000_000
"""Characters of text that are read."""
MAX_HTML = 400_000
MAX_FIELDS = 200
"""Recipients of which a delivery status may speak."""

# What tells automatic mail from a person's, besides the parts (mailroom/automatic.py).
_KEPT = frozenset(
    {
        "authentication-results",
        "auto-submitted",
        "content-type",
        "delivered-to",
        "feedback-id",
        "from",
        "list-help",
        "list-id",
        "list-post",
        "list-unsubscribe",
        "mailing-list",
        "precedence",
        "resent-from",
        "resent-message-id",
        "return-path",
        "subject",
        "to",
        "user-agent",
        "x-auto-reply-from",
        "x-auto-response-suppress",
        "x-autoreply",
        "x-autorespond",
        "x-autoresponder",
        "x-campaign-id",
        "x-facebook-notify",
        "x-failed-recipients",
        "x-google-loop",
        "x-loop",
        "x-mail-autoreply",
        "x-mailer",
        "x-mailing-list",
        "x-mailman-version",
        "x-mc-user",
        "x-ms-exchange-generated-message-source",
        "x-ms-exchange-inbox-rules-loop",
        "x-originating-email",
        "x-porchlight-hops",
        "x-postmaster-msgtype",
        "x-spam-flag",
    }
)

type Fields = Mapping[str, str]


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    """What the mail says it is; nothing may be done on the strength of that."""
    content: bytes = field(repr=False)
    content_id: str
    """Without its angle brackets, as `cid:` names it in the text."""
    inline: bool


@dataclass(frozen=True)
class ReadMail:
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    sender: tuple[str, str]
    """Name and address of From; both empty if there is none."""
    to: tuple[tuple[str, str], ...]
    cc: tuple[tuple[str, str], ...]
    delivered_to: tuple[str, ...]
    """Addresses of Delivered-To, X-Original-To and the like: where the envelope said."""
    subject: str
    date: datetime | None
    text: str
    html: str = field(repr=False)
    """The HTML as it came; never to be shown as it is."""
    attachments: tuple[Attachment, ...]
    calendars: tuple[Attachment, ...]
    """Parts of type text/calendar, which are no attachments."""
    report_type: str
    """What a multipart/report reports, as "delivery-status" or "feedback-report"; else empty."""
    report: tuple[Fields, ...]
    """Groups of fields of the report: the first is about the message, one follows for each
    recipient (RFC 3464, RFC 5965). Names are in lower case."""
    returned: Fields
    """Headers of the mail that came back inside this one, names in lower case."""
    headers: Mapping[str, tuple[str, ...]] = field(repr=False)
    """Headers that tell automatic mail, decoded, names in lower case."""
    received_count: int
    faults: frozenset[Fault]


def read(data: bytes) -> ReadMail:
    """Return a mail read. Any bytes give an answer; `faults` says what was over a bound."""
    if b"\n" not in data[:2000] and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    parts = PartsReader(data)
    root = parts.read()
    headers = root.headers
    faults = set(parts.faults)
    if headers.is_cut:
        faults.add(Fault.HEADERS)
    text, html = _shown(root, faults)
    leaves = list(root.leaves())
    hanging = [leaf for leaf in leaves if _hangs_on(leaf)]
    return ReadMail(
        message_id=_first(headers.message_ids("message-id")),
        in_reply_to=headers.message_ids("in-reply-to"),
        references=headers.message_ids("references"),
        sender=next(iter(headers.addresses("from", "sender")), ("", "")),
        to=headers.addresses("to"),
        cc=headers.addresses("cc"),
        delivered_to=_delivered_to(headers),
        subject=headers.get("subject")[:1000],
        date=headers.date,
        text=text,
        html=html,
        attachments=tuple(_attachment(leaf) for leaf in hanging),
        calendars=tuple(_attachment(leaf) for leaf in leaves if leaf.kind == "text/calendar"),
        report_type=_report_type(root, leaves),
        report=tuple(_report(leaves)),
        returned=_returned(leaves),
        headers=MappingProxyType(
            {name: headers.all(name) for name in headers.names() if name in _KEPT}
        ),
        received_count=headers.how_many("received"),
        faults=frozenset(faults),
    )


def _first(values: tuple[str, ...]) -> str:
    return values[0] if values else ""


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    pairs = headers.addresses("x-original-to", "delivered-to", "envelope-to", "x-envelope-to")
    return tuple(dict.fromkeys(address for _name, address in pairs))


def _is_shown(leaf: Part) -> bool:
    """Tell whether a part is text that a mail program shows in the mail itself."""
    return (
        leaf.kind in {"text/plain", "text/html"}
        and leaf.headers.disposition != "attachment"
        and not leaf.headers.file_name
    )


def _hangs_on(leaf: Part) -> bool:
    said_elsewhere = leaf.kind == "text/calendar" or leaf.kind in _REPORTS
    return not (_is_shown(leaf) or said_elsewhere or leaf.kind.startswith("multipart/"))


def _shown(root: Part, faults: set[Fault]) -> tuple[str, str]:
    """Return the text that a person sees, and the HTML."""
    text = "\n\n".join(filter(None, _texts(root, faults)))
    html = "\n".join(
        _text(leaf, faults)
        for leaf in root.leaves()
        if leaf.kind == "text/html" and _is_shown(leaf)
    )
    if max(len(text), len(html)) > MAX_TEXT:
        faults.add(Fault.TEXT)
    return text[:MAX_TEXT], html[:MAX_TEXT]


def _texts(part: Part, faults: set[Fault]) -> Iterator[str]:
    """Yield the texts of a part from the top down; of alternatives the one in plain text."""
    if part.kind == "multipart/alternative":
        in_order = sorted(part.children, key=lambda child: not _has_plain_text(child))
        versions = (list(_texts(child, faults)) for child in in_order)
        yield from next((version for version in versions if "".join(version).strip()), [])
    elif part.children:
        said: list[str] = []
        for child in part.children:
            if part.kind == "multipart/mixed" and _stands_in_text(child, said):
                said.append(f"[cid:{child.headers.content_id}]")
            else:
                said += _texts(child, faults)
        yield from said
    elif _is_shown(part):
        text = _text(part, faults)
        yield (text_of_html(text) if part.kind == "text/html" else _plain(part, text)).strip("\n")


def _stands_in_text(child: Part, above: list[str]) -> bool:
    """Tell whether a picture was put between paragraphs, as Apple Mail does.

    Not one below a quotation: it would be taken for an answer to the quoted lines.
    """
    return (
        child.kind.startswith("image/")
        and bool(child.headers.content_id)
        and child.headers.disposition != "attachment"
        and bool("".join(above).strip())
        and not any(re.search(r"^>", text, re.MULTILINE) for text in above)
    )


def _has_plain_text(part: Part) -> bool:
    return any(leaf.kind == "text/plain" for leaf in part.leaves())


def _plain(part: Part, text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if part.headers.parameter("format").lower() == "flowed":
        return unflowed(text, delete_space=part.headers.parameter("delsp").lower() == "yes")
    return text


def _text(part: Part, faults: set[Fault]) -> str:
    content = content_of(part.body, part.headers.get("content-transfer-encoding"))
    if len(content) > MAX_TEXT * 4:
        faults.add(Fault.TEXT)
    text = text_of(content[: MAX_TEXT * 4], part.headers.parameter("charset"))
    most = MAX_HTML if part.kind == "text/html" else MAX_TEXT
    if len(text) > most:
        faults.add(Fault.TEXT)
    # PostgreSQL keeps no NUL, and nobody sees one.
    return text[:most].replace("\x00", "")


def _attachment(leaf: Part) -> Attachment:
    headers = leaf.headers
    return Attachment(
        name=headers.file_name,
        content_type=leaf.kind,
        content=content_of(leaf.body, headers.get("content-transfer-encoding")),
        content_id=headers.content_id,
        inline=headers.disposition == "inline"
        or bool(headers.content_id and headers.disposition != "attachment"),
    )


_REPORTS = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/feedback-report",
        "message/disposition-notification",
    }
)
_RETURNED = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"}
)


def _report_type(root: Part, leaves: list[Part]) -> str:
    if root.kind == "multipart/report" and (stated := root.headers.parameter("report-type")):
        return stated.lower().strip()[:100]
    found = next((leaf.kind for leaf in leaves if leaf.kind in _REPORTS), "")
    return found.partition("/")[2].removeprefix("global-")


def _report(leaves: list[Part]) -> Iterator[Fields]:
    for leaf in leaves:
        if leaf.kind in _REPORTS:
            content = content_of(leaf.body, leaf.headers.get("content-transfer-encoding"))
            groups = content[:MAX_TEXT].replace(b"\r\n", b"\n").split(b"\n\n", MAX_FIELDS)
            for group in filter(bytes.strip, groups[:MAX_FIELDS]):
                yield _fields(group.lstrip(b"\n"))
            return


def _returned(leaves: list[Part]) -> Fields:
    """Return the headers of the mail that a report speaks of; empty if there is no report."""
    if any(leaf.kind in _REPORTS for leaf in leaves):
        for leaf in leaves:
            if leaf.kind in _RETURNED:
                content = content_of(leaf.body, leaf.headers.get("content-transfer-encoding"))
                head = content[:65_536].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
                return _fields(head)
    return MappingProxyType({})


def _fields(group: bytes) -> Fields:
    headers = Headers(group)
    return MappingProxyType({name: headers.get(name) for name in headers.names()})
