"""The parts of a mail, found by their boundaries without copying anything.

Python's own parser descends as deep and makes as many objects as a mail asks for; here both are
bounded, and what is beyond counts as one part with whatever is in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .headers import Headers

MAX_DEPTH = 12
"""Multiparts inside each other."""
MAX_PARTS = 200
MAX_HEAD = 256 * 1024
"""Bytes of a mail's headers."""
MAX_PART_HEAD = 8 * 1024
"""Bytes of the headers of one of its parts."""

_HEAD = re.compile(rb"(?:(?:[!-9;-~]+[ \t]*:|[ \t]|>?From )[^\n]*\n)*")
_LAST_LINE = re.compile(rb"[!-9;-~]+[ \t]*:[^\n]*\Z")


class Fault(StrEnum):
    """What of a mail was over a bound, and left out."""

    DEPTH = "depth"
    PARTS = "parts"
    HEADERS = "headers"
    TEXT = "text"


@dataclass(frozen=True)
class Part:
    headers: Headers
    body: bytes
    """What a leaf holds, in its transfer encoding; empty for what has parts."""
    children: "tuple[Part, ...]" = ()

    @property
    def kind(self) -> str:
        """The type it says it is; a multipart without any parts is plain text."""
        stated = self.headers.content_type
        if stated.startswith("multipart/") and not self.children:
            return "text/plain"
        return stated

    def leaves(self) -> "Iterator[Part]":
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


class PartsReader:
    """One mail's parts. `faults` says afterwards what was over a bound."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = MAX_PARTS
        self.faults: set[Fault] = set()

    def read(self) -> Part:
        return self._part(0, len(self._data), depth=0)

    def _part(self, start: int, end: int, *, depth: int, default: str = "text/plain") -> Part:
        self._left -= 1
        head_end, body_start = self._head(start, end, MAX_PART_HEAD if depth else MAX_HEAD)
        headers = Headers(self._data[start:head_end], default_type=default)
        if headers.content_type.startswith("multipart/") and headers.boundary:
            if depth < MAX_DEPTH:
                children = tuple(self._children(headers, body_start, end, depth=depth))
                if children:
                    return Part(headers, b"", children)
            else:
                self.faults.add(Fault.DEPTH)
        return Part(headers, self._data[body_start:end])

    def _head(self, start: int, end: int, most: int) -> tuple[int, int]:
        """Return where the headers end and where the body begins.

        A line that is no header ends them, so that a mail without any is all text.
        """
        limit = min(end, start + most)
        found = _HEAD.match(self._data, start, limit)
        head_end = found.end() if found else start
        if head_end < limit == end and _LAST_LINE.match(self._data, head_end, end):
            return end, end
        if limit < end and self._data.find(b"\n", head_end, limit) < 0:
            # Cut inside the headers: the body begins after the blank line, wherever that is.
            self.faults.add(Fault.HEADERS)
            blank = re.compile(rb"\n\r?\n").search(self._data, head_end, end)
            return head_end, blank.end() if blank else end
        if self._data.startswith(b"\r\n", head_end):
            return head_end, head_end + 2
        return head_end, head_end + self._data.startswith(b"\n", head_end)

    def _children(self, headers: Headers, start: int, end: int, *, depth: int) -> Iterator[Part]:
        mark = re.escape(headers.boundary.encode("utf-8", "replace"))
        boundary = re.compile(rb"^--" + mark + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
        default = "message/rfc822" if headers.content_type == "multipart/digest" else "text/plain"
        begins: int | None = None
        for found in boundary.finditer(self._data, start, end):
            if begins is not None:
                yield self._part(
                    begins, self._before(found.start(), begins), depth=depth + 1, default=default
                )
            begins = found.end()
            if found[1]:
                return
            if self._left <= 0:
                self.faults.add(Fault.PARTS)
                return
        if begins is not None and begins < end:
            # The last boundary is missing: the mail was cut short.
            yield self._part(begins, end, depth=depth + 1, default=default)

    def _before(self, boundary: int, begins: int) -> int:
        """Return where a part ends: the line end before a boundary belongs to the boundary."""
        if boundary > begins and self._data[boundary - 1] == 0x0A:
            boundary -= 1
            if boundary > begins and self._data[boundary - 1] == 0x0D:
                boundary -= 1
        return boundary
