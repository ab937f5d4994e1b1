"""Whether words stand in a source as somebody said them."""

import re
from collections.abc import Iterable

LONGEST = 5000
# Where something was left out: "…", "...", "[…]".
_GAP = re.compile(r"\[?(?:…|\.\.\.)\]?")
_SIGNS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'"})


def stands_in(words: str, texts: Iterable[str]) -> bool:
    """Return whether the words are one of these texts or passages of it, in their order.

    Spaces, line breaks and the shape of quotation marks do not count; between two passages stands
    "…". Words without a letter or a digit stand in nothing.
    """
    parts = [part for part in _GAP.split(_plain(words)) if part.strip()]
    if not any(letter.isalnum() for part in parts for letter in part):
        return False
    return any(_in_order([part.strip() for part in parts], _plain(text)) for text in texts)


def _plain(text: str) -> str:
    return " ".join(text.translate(_SIGNS).split())


def _in_order(parts: list[str], text: str) -> bool:
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
