"""The headers of a mail or a part: unfolded, decoded, and never a reason to raise."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import collapse_rfc2231_value, getaddresses, parsedate_to_datetime

from .decoding import text_of

MAX_HEADERS = 500
MAX_VALUE = 16_000
"""Characters of one header that are read."""
MAX_ADDRESSES = 200
MAX_PARAMETERS = 4_000
"""Characters of a header with parameters; Python's parser copies the rest for each of them."""
MAX_ENCODED = 2_000
"""Characters of a header with encoded words; Python looks for the end of each through the rest."""

_LINE_ENDS = re.compile(r"[\r\n]+[ \t]*")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")
_ADDRESS = re.compile(r"[^\s<>\"'(),;:\[\]@\\]{1,64}@[^\s<>\"'(),;:\[\]@\\]{1,255}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Headers:
    """All headers of a part, by name in lower case, in the order in which they stand."""

    def __init__(self, head: bytes, *, default_type: str = "text/plain") -> None:
        # The parser is given headers only: it makes nothing that a mail could blow up.
        self._message = message_from_bytes(head)
        self._raw: dict[str, list[str]] = {}
        for name, value in list(self._message.raw_items())[:MAX_HEADERS]:
            self._raw.setdefault(name.lower(), []).append(str(value)[:MAX_VALUE])
        count = len(self._message)
        self.is_cut = count > MAX_HEADERS
        self._default_type = default_type
        for name in ("content-type", "content-disposition"):
            if len(self._raw.get(name, [""])[0]) > MAX_PARAMETERS:
                self._message.replace_header(name, self._raw[name][0][:MAX_PARAMETERS])

    def names(self) -> Iterator[str]:
        return iter(self._raw)

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(decoded(value) for value in self._raw.get(name, ()))

    def how_many(self, name: str) -> int:
        return len(self._raw.get(name, ()))

    def get(self, name: str) -> str:
        """Return the first header of this name as a person would read it; empty without one."""
        return decoded(self._raw[name][0]) if name in self._raw else ""

    @property
    def content_type(self) -> str:
        stated = self._raw.get("content-type", [""])[0].partition(";")[0].strip().lower()
        main, slash, sub = stated.partition("/")
        # RFC 2045, section 5.2: what cannot be understood is plain text.
        if not stated:
            return self._default_type
        return stated if main and slash and sub and not re.search(r"\s", stated) else "text/plain"

    @property
    def boundary(self) -> str:
        # RFC 2046, section 5.1.1: at most 70 characters; some programs take more.
        return self.parameter("boundary").rstrip()[:200]

    def parameter(self, name: str, header: str = "content-type") -> str:
        """Return a parameter, split and encoded ones (RFC 2231) put together."""
        if header not in self._raw:
            return ""
        try:
            value = self._message.get_param(name, "", header)
            found = collapse_rfc2231_value(value) if isinstance(value, tuple) else str(value)
        except (LookupError, ValueError, TypeError, AttributeError, HeaderParseError):
            return ""
        return found[:1000]

    @property
    def file_name(self) -> str:
        name = self.parameter("filename", "content-disposition") or self.parameter("name")
        return " ".join(decoded(name).split())[:250]

    @property
    def disposition(self) -> str:
        return self.get("content-disposition").partition(";")[0].strip().lower()

    @property
    def content_id(self) -> str:
        return self.get("content-id").strip().strip("<>").strip()[:500]

    def message_ids(self, name: str) -> tuple[str, ...]:
        """Return the identifiers in a header, with their angle brackets, the last 100 of them."""
        values = " ".join(_clean(value) for value in self._raw.get(name, ()))
        return tuple(_MESSAGE_ID.findall(values[-50_000:]))[-100:]

    def addresses(self, *names: str) -> tuple[tuple[str, str], ...]:
        """Return (name, address) of everybody in these headers."""
        found: list[tuple[str, str]] = []
        for name in names:
            for value in self._raw.get(name, ()):
                found += _addresses(_clean(value))
        return tuple(dict.fromkeys(found))[:MAX_ADDRESSES]

    @property
    def date(self) -> datetime | None:
        try:
            said = parsedate_to_datetime(self.get("date"))
            return (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None


def _clean(raw: str) -> str:
    """Return a header as text on one line; bytes that are not ASCII are read as what they are."""
    if not raw.isascii():
        raw = text_of(raw.encode("utf-8", "surrogateescape"))
    return _CONTROL.sub("", _LINE_ENDS.sub(" ", raw)).strip()


def decoded(raw: str) -> str:
    """Return a header with its encoded words (RFC 2047) read."""
    plain = _clean(raw)
    if "=?" not in plain:
        return plain
    plain = plain[:MAX_ENCODED]
    try:
        pieces = decode_header(plain)
        text = "".join(
            piece if isinstance(piece, str) else text_of(piece, charset or "")
            for piece, charset in pieces
        )
    except (HeaderParseError, ValueError, LookupError):
        return plain
    return _CONTROL.sub("", " ".join(text.splitlines())).strip()


def _addresses(value: str) -> Iterator[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    # Comments inside comments make Python's parser call itself, once for each.
    if value.count("(") <= 50:
        try:
            found = getaddresses([value[:8000]])
        except (ValueError, IndexError, TypeError, AttributeError):
            found = []
    pairs = [(decoded(name)[:250], address) for name, address in found if "@" in address]
    for name, address in pairs or [("", match) for match in _ADDRESS.findall(value)]:
        if _ADDRESS.fullmatch(address):
            yield name, address.lower()
