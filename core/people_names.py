"""How a person's name is shown in small: initials on an avatar."""

import unicodedata

# Particles inside a name that give no initial: "Ana de la Cruz" is AC.
_PARTICLES = frozenset(
    {*("de", "del", "la", "las", "los", "el", "y", "e", "da", "do", "dos", "das", "di", "du")}
    | {"von", "van", "der", "den", "ten", "ter", "le", "al", "bin", "ibn", "bint", "of", "the"}
)
_TITLES = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "dra",
        "sr",
        "sra",
        "srta",
        "don",
        "doña",
        "prof",
        "rev",
    }
)


def initials(name: str) -> str:
    """Return one or two capital letters for a name: of its first word and its last.

    Titles, particles and what stands in brackets are passed over. A name in a script without capitals
    gives its first sign alone; a name without letters gives "?".
    """
    words = _words(name)
    if not words:
        return "?"
    first, last = words[0], words[-1]
    if len(words) == 1 or not _has_capitals(first) or not _has_capitals(last):
        return _capital(first)
    return _capital(first) + _capital(last)


def _words(name: str) -> list[str]:
    before_brackets = name.partition("(")[0] if name.strip()[:1] != "(" else name
    cleaned = ["".join(filter(_is_kept, word)) for word in before_brackets.split()]
    words = [word.lstrip("'’-") for word in cleaned]
    words = [word for word in words if word and any(map(str.isalnum, word))]
    named = [word for word in words if word.casefold() not in _TITLES] or words
    inner = [word for word in named[1:] if word.casefold() not in _PARTICLES]
    return named[:1] + inner


def _is_kept(sign: str) -> bool:
    return sign.isalnum() or sign in "'’-" or unicodedata.category(sign).startswith("M")


def _has_capitals(word: str) -> bool:
    return word[0].upper() != word[0].lower() or word[0].isdigit()


def _capital(word: str) -> str:
    """Return the first letter with its accents; "ß" and the like have capitals of two letters."""
    composed = unicodedata.normalize("NFC", word)
    return composed[0].upper()[:1] if composed[0].isalpha() else composed[0]
