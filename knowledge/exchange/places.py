"""What a text calls its pictures and files, as people's programs write it, found in what was brought."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from re import Match
from unicodedata import normalize
from urllib.parse import unquote

from core.file_types import ENDINGS
from knowledge.exchange.bundles import Bundle

# With bounds: a text of nothing but beginnings of pictures would be looked through again for each.
_PLACE = r"\(<?((?:[^()<>\n]|\([^()<>\n]{0,100}\)){1,300}?)>?\)"
PICTURE = re.compile(rf"!\[([^\[\]\n]{{0,300}})\]{_PLACE}")
_LINK = re.compile(rf"(?<!!)\[([^\[\]\n]{{1,300}})\]{_PLACE}")
# Of Obsidian: ![[a picture.png|300]] and [[another note|what it is called here]].
_EMBEDDED = re.compile(r"!\[\[([^\[\]|\n]{1,300})(?:\|[^\[\]\n]{0,300})?\]\]")
_NOTE = re.compile(r"\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]")
# Of Google Docs: a picture as letters, at the end of the text, and its name where it stands.
_PACKED = re.compile(r"^\[([^\[\]\n]{1,100})\]:[ ]*<?data:[^\n]*\n?", re.MULTILINE)
# A link to another text is no file of this one.
_BESIDE = frozenset(ENDINGS) - {".md"}
_PAGE = re.compile(r"^[a-z][a-z0-9+.-]*:|^//", re.IGNORECASE)


class Places:
    """The files of what was brought, by what a text in a folder may call them."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle

    @cached_property
    def _names(self) -> dict[str, str]:
        return {_even(name): name for name in self.bundle.names}

    @cached_property
    def _last(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self.bundle.names:
            found.setdefault(_even(PurePosixPath(name).name), []).append(name)
        return found

    def found(self, folder: PurePosixPath, place: str) -> str:
        """Return the name in the bundle; empty where nothing there is called so.

        A place that begins with "/" is one below the top. "%20" may stand for a space.
        """
        if _PAGE.match(place):
            return ""
        for said in dict.fromkeys((place.strip(), unquote(place.strip()))):
            base = PurePosixPath() if said.startswith("/") else folder
            if name := self._names.get(_even(below(base, said.lstrip("/")))):
                return name
        return ""

    def named(self, folder: PurePosixPath, place: str) -> str:
        """Return it also where it stands in another folder, if one alone has this name."""
        alike = self._last.get(_even(PurePosixPath(place.strip()).name), [])
        return self.found(folder, place) or (alike[0] if len(alike) == 1 else "")


def below(folder: PurePosixPath, place: str) -> str:
    """Return the name in the bundle of what a text calls `place`; never above its top."""
    parts: list[str] = []
    for part in (folder / place.replace("\\", "/")).parts:
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def as_markdown(body: str, places: Places, folder: PurePosixPath) -> tuple[str, int]:
    """Return a text without the signs that only the program of its writer knows.

    And how many pictures were packed into it as letters: they are left out.
    """

    def embedded(found: Match[str]) -> str:
        source = places.named(folder, found[1])
        return f"![](/{source})" if source else found[1].strip()

    packed = {found[1] for found in _PACKED.finditer(body)}
    body = _PACKED.sub("", body) if packed else body
    for name in packed:
        body = re.sub(rf"!\[[^\[\]\n]{{0,300}}\]\[{re.escape(name)}\]", "", body)
    body = _NOTE.sub(lambda found: (found[2] or found[1]).strip(), _EMBEDDED.sub(embedded, body))
    return body.strip("\n"), len(packed)


def named_in(body: str, places: Places, folder: PurePosixPath) -> Iterator[tuple[str, str]]:
    """Give the pictures and files that a text calls by a place, each with what is said of it."""
    for pattern in (PICTURE, _LINK):
        for found in pattern.finditer(body):
            source = places.found(folder, found[2])
            if source and PurePosixPath(source).suffix.lower() in _BESIDE:
                yield source, found[1][:200]


def renamed(body: str, places: Places, folder: PurePosixPath, now: Mapping[str, str]) -> str:
    """Return a text with its pictures called as they are `now`, by their names in the bundle.

    A link to what was brought with it leads nowhere from now on: its words stay.
    """

    def called(found: Match[str]) -> str:
        name = now.get(places.found(folder, found[2]), "")
        return f"![{found[1]}]({name})" if name and name != found[2] else found[0]

    def said(found: Match[str]) -> str:
        return found[1] if places.found(folder, found[2]) else found[0]

    return _LINK.sub(said, PICTURE.sub(called, body))


def _even(name: str) -> str:
    """Return a name as it is compared: some programs write "é" as two signs."""
    return normalize("NFC", name).casefold()
