"""Content lines of RFC 5545, section 3.1: escaped, folded, ended by CRLF.

Written by hand, like mails: the bytes of a library may differ from one version to the next, which
would make every program fetch every feed anew; and icalendar takes three times as long (measured).
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from django.utils.encoding import iri_to_uri

LINE = 75
"""Bytes of a line without its end."""
LOCAL = "%Y%m%dT%H%M%S"
# A tab is a sign like others; line breaks are seen to before.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


def line(name: str, value: str) -> bytes:
    """Return a line of what is escaped already; `name` is the property with its parameters."""
    content = f"{name}:{value}".encode(errors="replace")
    if len(content) <= LINE:
        return content + b"\r\n"
    folded, begin, room = [], 0, LINE
    while len(content) - begin > room:
        end = begin + room
        # Not within a letter: bytes that go on with one look like 10xxxxxx.
        while content[end] & 0xC0 == 0x80:
            end -= 1
        folded.append(content[begin:end])
        begin, room = end, LINE - 1
    folded.append(content[begin:])
    return b"\r\n ".join(folded) + b"\r\n"


def text_line(name: str, text: str) -> bytes:
    """Return a line of type TEXT; whatever the text holds, it stays within its property."""
    return line(name, escaped(text))


def texts_line(name: str, texts: Iterable[str]) -> bytes:
    """Return a line of a list of texts."""
    return line(name, ",".join(map(escaped, texts)))


def uri_line(name: str, address: str) -> bytes:
    """Return a line of type URI; what may not stand in one is written as %XX."""
    return line(name, iri_to_uri(address))


def escaped(text: str) -> str:
    """Return a text as a value of type TEXT (RFC 5545, section 3.3.11)."""
    kept = (_CONTROL.sub("", part) for part in text.splitlines())
    return "\n".join(kept).translate(_ESCAPED)


def quoted(words: str) -> str:
    """Return a parameter's value in quotation marks (RFC 5545, section 3.2).

    Quotation marks cannot stand in it; a circumflex would begin an escape of RFC 6868.
    """
    plain = _CONTROL.sub("", " ".join(words.split())).replace('"', "'").replace("^", "")
    return f'"{plain}"'


def mailto(address: str) -> str:
    """Return the address as a calendar names people; raise ValueError if it cannot be written."""
    if _CONTROL.search(address) or any(sign.isspace() for sign in address) or "@" not in address:
        raise ValueError(f"{address!r} is no address.")
    return f"mailto:{address}"


def local(moment: datetime) -> str:
    """Return what a clock shows."""
    return moment.strftime(LOCAL)


def utc(moment: datetime) -> str:
    """Return an aware moment in UTC."""
    return f"{moment.astimezone(UTC):{LOCAL}}Z"
