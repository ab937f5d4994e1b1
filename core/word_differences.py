"""What changed from one text to the next, word by word."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape

from django.utils.safestring import SafeString, mark_safe

_WORDS = re.compile(r"\s*\S+|\s+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
# Comparing takes time by the product of both lengths; more than this is compared by lines.
MOST_PAIRS = 160_000


def marked_differences(before: str, after: str) -> SafeString:
    """Return HTML of both texts in one: what went in <del>, what came in <ins>.

    Where very many words changed, they are compared line by line, so that no text of allowed length
    takes long.
    """
    return mark_safe("".join(_marked(before, after, _WORDS)))  # noqa: S308  (see _part)


def _marked(before: str, after: str, unit: re.Pattern[str]) -> Iterator[str]:
    old, new = unit.findall(before), unit.findall(after)
    start = _same_beginning(old, new)
    end = _same_beginning(old[start:][::-1], new[start:][::-1])
    same, kept = old[:start], old[len(old) - end :]
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    yield _part(same)
    if len(old) * len(new) <= MOST_PAIRS:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        for what, i, j, k, m in matcher.get_opcodes():
            if what == "equal":
                yield _part(old[i:j])
            else:
                yield _part(old[i:j], "del") + _part(new[k:m], "ins")
    elif unit is _WORDS:
        yield from _marked("".join(old), "".join(new), _LINES)
    else:
        yield _part(old, "del") + _part(new, "ins")
    yield _part(kept)


def _same_beginning(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many words are the same from the beginning."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _part(words: Sequence[str], tag: str = "") -> str:
    text = escape("".join(words))
    return f"<{tag}>{text}</{tag}>" if text and tag else text
