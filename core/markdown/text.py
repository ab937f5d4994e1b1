"""From rendered HTML to plain text: for mails without HTML, for excerpts in lists and digests."""

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import override
from urllib.parse import urljoin

_BLOCKS = frozenset(
    {*("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table"), *("ul", "ol", "blockquote", "hr")}
)
_ELLIPSIS = "…"


def plain_text(html: str, *, limit: int | None = None, base_url: str = "") -> str:
    """Return HTML that `render()` made as plain text of several lines.

    Paragraphs stay apart, list items keep their sign or number, quotes their ">", and a link reads
    "text (address)". `limit` is in characters; a longer text is cut at a word and ends in "…".
    Addresses that begin with "/" are completed with `base_url`.
    """
    return cut(_read(html, base_url=base_url, addresses=True), limit)


def excerpt(html: str, limit: int) -> str:
    """Return the beginning of HTML that `render()` made as one line of at most `limit` characters.

    What was quoted from others is left out, unless nothing else was said.
    """
    own = _read(html, quotes=False) or _read(html)
    return cut(" ".join(own.split()), limit)


def cut(text: str, limit: int | None) -> str:
    """Return the text, or its beginning up to a word and "…" where it has more than `limit` characters."""
    if limit is None or len(text) <= limit:
        return text
    room = max(limit - len(_ELLIPSIS), 0)
    words = text[:room].rsplit(None, 1)
    # It may end at a word already; a first word that is too long by itself is cut inside.
    whole = len(words) < 2 or text[room].isspace()
    beginning = text[:room] if whole else words[0]
    return beginning.rstrip(" \n,;:–—-") + _ELLIPSIS


def _read(html: str, *, base_url: str = "", addresses: bool = False, quotes: bool = True) -> str:
    reader = _Reader(base_url=base_url, addresses=addresses, quotes=quotes)
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Gather lines; `_prefixes` holds what stands before each line of the open quotes and lists."""

    def __init__(self, *, base_url: str, addresses: bool, quotes: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._base_url, self._addresses, self._quotes = base_url, addresses, quotes
        self._lines: list[str] = []
        self._words: list[str] = []
        self._prefixes: list[str] = []
        self._counters: list[int | None] = []
        self._sign = self._before = ""
        self._quoted = self._cells = 0
        self._link: tuple[str, int] | None = None
        self._verbatim = self._gap = False

    def text(self) -> str:
        """Return what was read, without blank lines at either end."""
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    @override
    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._end_line()
        elif tag == "a":
            self._open_link(values)
        elif tag in {"td", "th"}:
            self._words.append(" | " if self._cells else "")
            self._cells += 1
        elif tag in {"tr", "li"} or tag in _BLOCKS:
            self._end_line()
            self._open_block(tag, values)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._close_link()
        elif tag in {"tr", "li"} or tag in _BLOCKS:
            self._end_line()
            self._close_block(tag)

    @override
    def handle_data(self, data: str) -> None:
        if self._verbatim:
            first, *others = data.split("\n")
            self._words.append(first)
            for line in others:
                self._end_line(keep_empty=True)
                self._words.append(line)
        else:
            self._words.append(data.replace("\n", " "))

    def _open_block(self, tag: str, values: dict[str, str]) -> None:
        if tag in {"ul", "ol"}:
            start = values.get("start", "1")
            self._gap = self._gap or not self._counters
            self._counters.append(None if tag == "ul" else int(start) if start.isdecimal() else 1)
        elif tag == "li":
            self._sign = self._next_sign()
            self._prefixes.append(" " * len(self._sign))
        elif tag == "blockquote":
            self._gap = True
            self._quoted += 1
            self._prefixes.append("> ")
        elif tag == "hr":
            self._gap = True
            self._words.append("----")
            self._end_line()
        elif tag == "pre":
            self._gap = self._verbatim = True
        elif tag in _BLOCKS and not self._sign:
            self._gap = True

    def _close_block(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self._counters:
            self._counters.pop()
            self._gap = self._gap or not self._counters
        elif tag in {"li", "blockquote"} and self._prefixes:
            self._prefixes.pop()
            self._sign = ""
            self._quoted -= tag == "blockquote"
            self._gap = self._gap or tag == "blockquote"
        elif tag == "tr":
            self._cells = 0
        elif tag in _BLOCKS:
            self._verbatim = False
            self._gap = True

    def _next_sign(self) -> str:
        number = self._counters[-1] if self._counters else None
        if number is None:
            return "- "
        self._counters[-1] = number + 1
        return f"{number}. "

    def _open_link(self, values: dict[str, str]) -> None:
        self._link = None
        href = values.get("href", "")
        if self._addresses and href and "mention" not in values.get("class", "").split():
            self._link = (
                urljoin(self._base_url, href) if self._base_url else href,
                len(self._words),
            )

    def _close_link(self) -> None:
        if self._link is None:
            return
        href, start = self._link
        self._link = None
        words = "".join(self._words[start:]).strip()
        if words not in {href, href.partition("://")[2], href.removeprefix("mailto:")}:
            self._words.append(f" ({href})")

    def _end_line(self, *, keep_empty: bool = False) -> None:
        line = "".join(self._words)
        self._words.clear()
        if not self._verbatim:
            line = " ".join(line.split())
        if (not line.strip() and not keep_empty) or (self._quoted and not self._quotes):
            return
        prefixes = self._prefixes[:-1] if self._sign else self._prefixes
        before = "".join(prefixes)
        if self._gap and self._lines:
            self._lines.append(min(before, self._before, key=len).rstrip())
        self._gap = False
        self._before = before
        self._lines.append((before + self._sign + line).rstrip())
        self._sign = ""
