"""Markdown without its signs, for people who compare two texts and never learnt them."""

import re
from collections.abc import Sequence

_BREAK = re.compile(r"(\n[ \t]*\n\s*)")
_HEADING = re.compile(r"(?m)^ {0,3}#{1,6}[ \t]+")
_LIST = re.compile(r"(?m)^([ \t]*)[-*+][ \t]+")
_QUOTE = re.compile(r"(?m)^ {0,3}(?:>[ \t]?)+")
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,500})\]\(([^()\s]{1,2000})\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\(([^()\s]{1,2000})\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,2000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=\S)([^*_\n]{1,2000}?)(?<=\S)\1(?![\w*_])")
_CODE = re.compile(r"`([^`\n]{1,2000})`")
_FENCE = re.compile(r"(?m)^ {0,3}(?:```|~~~)")


def without_signs(before: str, after: str) -> tuple[str, str]:
    """Return both texts as they read; where only signs changed, a paragraph keeps them in both.

    What stands for a list is a dot, and a link is followed by where it leads. Code stays as it is.
    """
    old, new = _BREAK.split(before), _BREAK.split(after)
    gone = {_plain(part) for part in set(old) - set(new)}
    come = {_plain(part) for part in set(new) - set(old)}
    alike = gone & come
    return _read(old, alike), _read(new, alike)


def _read(parts: Sequence[str], alike: set[str]) -> str:
    read = [(part, _plain(part)) for part in parts]
    return "".join(part if plain in alike else plain for part, plain in read)


def _plain(part: str) -> str:
    if _FENCE.search(part):
        return part
    plain = _HEADING.sub("", part)
    plain = _LIST.sub(r"\1• ", plain)
    plain = _QUOTE.sub("", plain)
    plain = _PICTURE.sub(r"[\1 \2]", plain)
    plain = _LINK.sub(r"\1 (\2)", plain)
    for marks in (_STRONG, _EMPHASIS):
        plain = marks.sub(r"\2", plain)
    return _CODE.sub(r"\1", plain)
