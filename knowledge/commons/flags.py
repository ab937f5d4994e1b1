"""What should not leave a community by mistake: ways to reach people, and their names.

Modest on purpose: what it misses, two people still read in the preview before they agree.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from search.words import fold

MAIL, PHONE, STREET, NAME = "mail", "phone", "street", "name"
LABELS = {
    MAIL: _("E-mail address"),
    PHONE: _("Phone number"),
    STREET: _("Street address"),
    NAME: _("Name"),
}
LEFT_OUT = "[…]"
_CAPITAL = r"[A-ZÁÉÍÓÚÑ0-9][\w'’.-]*"
_ROADS = (
    "Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Terrace"
    "|Parkway|Pkwy|Highway|Hwy"
)
_WORD = re.compile(r"\w+")
# Each repetition is bounded and has one way to match: a text made for it must not keep us busy.
_PATTERNS = {
    MAIL: re.compile(r"(?<![\w.+-])[\w.+-]{1,200}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    PHONE: re.compile(
        r"(?<![\w.])\+\d[\d .()-]{7,16}\d(?!\w)"
        r"|(?<![\w.])(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-]?)\d{3}[ .-]?\d{4}(?!\w)"
        r"|(?<![\w.-])\d{3}-\d{4}(?![\w-])"
    ),
    STREET: re.compile(
        rf"\b\d{{1,5}}[A-Za-z]? (?:{_CAPITAL} ){{1,4}}(?:{_ROADS})\b"
        rf"|\b(?:Calle|Avenida|Av\.|Carrera|Camino|Paseo) (?:(?:{_CAPITAL}|del?|la|los|las)(?:,? |,))"
        r"{1,6}(?:(?:#|[Nn][úu]m\.|[Nn]o\.|n\.º) ?)?\d{1,5}\b"
    ),
}


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing to decide on; it may stand there several times."""

    kind: str
    text: str

    @property
    def key(self) -> str:
        """Return how a form names it."""
        return sha256(f"{self.kind} {self.text}".encode()).hexdigest()[:12]

    @property
    def label(self) -> str:
        return f"{LABELS[self.kind]}: {self.text}"


def find_flags(
    texts: Iterable[str], names: Iterable[str], credited: Iterable[str] = ()
) -> list[Flag]:
    """Return what is found, each once, by kind and in the order of the texts.

    `names` are looked for whole and with two words at least: "Rosa" is a flower, too. Somebody who
    is `credited` as Rosa is no flower: that is found as it is.
    """
    credited = {" ".join(name.split()) for name in credited}
    told = [_composed(text) for text in texts]
    found: dict[Flag, None] = {}
    for kind, pattern in _PATTERNS.items():
        for text in told:
            found |= {Flag(kind, match[0].strip(" .-")): None for match in pattern.finditer(text)}
    whole = " ".join("\n".join(told).split())
    even = _even(whole)
    words = frozenset(_WORD.findall(even))
    for name in dict.fromkeys(" ".join(name.split()) for name in (*names, *sorted(credited))):
        is_told = " " in name or (name and name in credited)
        if is_told and _stands_in(name, whole, even, words):
            found[Flag(NAME, name)] = None
    return list(found)


def _stands_in(name: str, whole: str, even: str, words: frozenset[str]) -> bool:
    """Return whether a name stands in a text, given as it is, in small plain letters, and in words.

    A pattern takes its time for each letter of a long text, and a community has thousands of names:
    so it looks only where the name stands in plain letters, and at most names not even for that.
    """
    plain = _even(_composed(name))
    if not words.issuperset(_WORD.findall(plain)):
        return False
    at = even.find(plain)
    while at >= 0:
        if _of(name).match(whole, at):
            return True
        at = even.find(plain, at + 1)
    return False


def without(text: str, left_out: Sequence[str]) -> str:
    """Return a text with a mark in place of what is left out."""
    text = _composed(text)
    for one in sorted(left_out, key=len, reverse=True):
        text = _of(one).sub(LEFT_OUT, text)
    return text


def still_in(texts: Iterable[str], left_out: Iterable[str]) -> list[str]:
    """Return what should be gone and can be read all the same."""
    whole = _composed("\n".join(texts))
    return [one for one in left_out if _of(one).search(whole)]


def _of(text: str) -> re.Pattern[str]:
    """Return the pattern of a text: in small and capital letters, with and without accents."""
    return re.compile(rf"(?<!\w){''.join(_letters(text))}(?!\w)", re.IGNORECASE)


def _letters(text: str) -> Iterator[str]:
    for letter in _composed(text):
        plain = fold(letter)
        if letter.isspace():
            yield r"\s+"
        elif plain in _ACCENTED or plain != letter.lower():
            yield f"[{re.escape(letter + plain)}{_ACCENTED.get(plain, '')}]"
        else:
            yield re.escape(letter)


def _even(text: str) -> str:
    """Return a text in small letters without accents, each letter in the place that it had."""
    plain = {ord(letter): fold(letter) for letter in set(text)}
    return text.translate({letter: one for letter, one in plain.items() if len(one) == 1})


def _composed(text: str) -> str:
    """Return a text in which an accent is part of its letter."""
    return unicodedata.normalize("NFC", text)


def _accented() -> dict[str, str]:
    """Return letters with the accents of Latin scripts, by the letter without."""
    forms: dict[str, str] = {}
    for letter in map(chr, range(0xE0, 0x180)):
        plain = fold(letter)
        if len(plain) == 1 and letter.islower() and plain != letter:
            forms[plain] = forms.get(plain, "") + letter
    return forms


_ACCENTED = _accented()
