"""One name, in the ways in which people and their files write it; all in small plain letters."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from search.words import fold

WORD = re.compile(r"[^\W_]+")
# Between the words of a name: "Lucía Peña", "Peña, Lucía", "lucia_pena", "Lucía Peña-Ruiz".
BETWEEN = re.compile(r"[\s,._'’-]{1,20}")
# They belong to the word that follows: "de la Cruz".
_SMALL = frozenset(
    {"da", "de", "del", "der", "di", "dos", "la", "las", "los", "van", "von", "y", "and"}
)
# A longer one is the name of a group.
_MOST = 5


@lru_cache(maxsize=4096)
def forms_of(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways to write a name as words, the longest first.

    Of "Alicia Mendoza Ruiz" these are all of it, the family names first too, and each two of the
    three: many have two family names and use one.
    """
    parts = _parts(name)
    if not parts:
        return ()
    found = {tuple(word for part in parts for word in part): None}
    if len(parts) <= _MOST:
        for turn in range(1, len(parts)):
            found[_joined((*parts[turn:], *parts[:turn]))] = None
        for first, second in combinations(parts, 2):
            found[_joined((first, second))] = found[_joined((second, first))] = None
    return tuple(sorted(found, key=len, reverse=True))


def pattern_of(name: str) -> str:
    """Return the pattern of a name in any of these ways, for a text in small plain letters."""
    ways = (BETWEEN.pattern.join(map(re.escape, form)) for form in forms_of(name))
    return f"(?:{'|'.join(ways)})"


def neighbours(text: str) -> frozenset[tuple[str, str]]:
    """Return the words that stand beside each other in a text of small plain letters."""
    words = list(WORD.finditer(text))
    return frozenset(
        (one[0], other[0])
        for one, other in pairwise(words)
        if BETWEEN.fullmatch(text, one.end(), other.start())
    )


def may_stand_in(name: str, beside: Collection[tuple[str, str]]) -> bool:
    """Return whether a name of two words or more can stand in a text with these neighbours.

    A text can have thousands of names to be looked for: this reads none of it.
    """
    return any(all(pair in beside for pair in pairwise(form)) for form in forms_of(name))


def _parts(name: str) -> list[tuple[str, ...]]:
    """Return the words of a name, each with the small words before it."""
    parts: list[tuple[str, ...]] = []
    small: tuple[str, ...] = ()
    for one in re.split(r"[\s-]+", fold(name)):
        words = tuple(WORD.findall(one))
        if parts and len(words) == 1 and words[0] in _SMALL:
            small += words
        elif words:
            parts.append((*small, *words))
            small = ()
    if small:
        parts[-1] += small
    return parts


def _joined(parts: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the words of a form, which begins with none of the small ones."""
    words = [word for part in parts for word in part]
    while len(words) > 1 and words[0] in _SMALL:
        del words[0]
    return tuple(words)
