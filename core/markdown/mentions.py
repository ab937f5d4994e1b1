"""Who is meant by "@name" in a text: one rule for finding and for linking."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape, unescape
from typing import NamedTuple

# In HTML that nh3 wrote, attributes always stand in double quotes and text has no "<".
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z0-9]+)(?:[^\">]|\"[^\"]*\")*>")
_CLOSED_TO_MENTIONS = frozenset({"a", "code", "pre"})
# Before the sign stands nothing, a space or an opening mark; so e-mail addresses are left alone.
_SIGN = re.compile(r"(?<![^\s(\[{\"'“‘«‹¿¡—–/])@(?=(?P<first>\w))")
_GOES_ON = re.compile(r"\w|[-'’]\w")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)


class _Index(NamedTuple):
    names: dict[str, str]
    bare: dict[str, str]
    """By names without their accents, for who types "@Rosa Pena"."""
    lengths: dict[str, list[int]]


def mentioned_in(html: str, names: Iterable[str]) -> list[str]:
    """Return those of `names` that HTML without mention links mentions, each once, in order."""
    found: dict[str, None] = {}
    index = _index_of(names)
    for piece in _open_text(html):
        for _start, _end, name in _matches(unescape(piece), index):
            found[name] = None
    return list(found)


def link_mentions(html: str, mentions: Mapping[str, str]) -> str:
    """Return the HTML (as nh3 wrote it) with each mention as a link of class "mention"."""
    index = _index_of(mentions)

    def linked(piece: str) -> str:
        text = unescape(piece)
        parts: list[str] = []
        position = 0
        for start, end, name in _matches(text, index):
            parts.append(escape(text[position:start], quote=False))
            words = escape(text[start:end], quote=False)
            parts.append(f'<a class="mention" href="{escape(mentions[name])}">{words}</a>')
            position = end
        if not parts:
            return piece
        return "".join([*parts, escape(text[position:], quote=False)])

    return "".join(_rewritten(html, linked))


def _index_of(names: Iterable[str]) -> _Index:
    """Return names as they are compared, and how long those with the same first letter can be."""
    by_text: dict[str, str] = {}
    by_bare: dict[str, str] = {}
    lengths: dict[str, set[int]] = {}
    for name in names:
        text = unicodedata.normalize("NFC", name)
        if text.strip():
            by_text.setdefault(text.casefold(), name)
            by_bare.setdefault(_bare(text), name)
            lengths.setdefault(_bare(text[0]), set()).add(len(text))
    longest_first = {letter: sorted(found, reverse=True) for letter, found in lengths.items()}
    return _Index(by_text, by_bare, longest_first)


def _bare(text: str) -> str:
    """Return composed text without capitals and accents."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return letters if letters.isascii() else "".join(filter(_is_no_accent, letters))


def _is_no_accent(sign: str) -> bool:
    return not unicodedata.combining(sign)


def _matches(text: str, index: _Index) -> Iterator[tuple[int, int, str]]:
    position = 0
    for sign in _SIGN.finditer(text):
        if sign.start() < position:
            continue
        # A look-up for each length, not for each name: a community may have thousands.
        for length in index.lengths.get(_bare(sign["first"]), ()):
            end = sign.end() + length
            words = text[sign.end() : end]
            name = index.names.get(words.casefold()) or index.bare.get(_bare(words))
            if name is not None and end <= len(text) and _ends_there(text, end):
                yield sign.start(), end, name
                position = end
                break


def _ends_there(text: str, end: int) -> bool:
    return not _GOES_ON.match(text, end) or _POSSESSIVE.match(text, end) is not None


def _open_text(html: str) -> Iterator[str]:
    pieces: list[str] = []

    def kept(piece: str) -> str:
        pieces.append(piece)
        return piece

    for _part in _rewritten(html, kept):
        yield from pieces
        pieces.clear()


def _rewritten(html: str, change: Callable[[str], str]) -> Iterator[str]:
    """Yield the HTML piece by piece, with text outside code and links passed through `change`."""
    position = closed = 0
    for tag in _TAG.finditer(html):
        piece = html[position : tag.start()]
        yield change(piece) if piece and not closed else piece
        yield tag.group()
        position = tag.end()
        if tag["name"] in _CLOSED_TO_MENTIONS:
            closed += -1 if tag["end"] else 1
    piece = html[position:]
    yield change(piece) if piece and not closed else piece
