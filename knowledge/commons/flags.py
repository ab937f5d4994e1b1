"""What should not leave a community by mistake: ways to reach people, and their names.

Modest on purpose: what it misses, two people still read in the preview before they agree.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from knowledge.commons.written_names import may_stand_in, neighbours, pattern_of
from search.words import fold

MAIL, PHONE, STREET, NAME = "mail", "phone", "street", "name"
LABELS = {
    MAIL: _("E-mail address"),
    PHONE: _("Phone number"),
    STREET: _("Street address"),
    NAME: _("Name"),
}
LEFT_OUT = "[…]"
# So many letters before and after something show where it stands.
ROUND = 40
_CAPITAL = r"[A-ZÁÉÍÓÚÑ0-9][\w'’.-]*"
_ROADS = (
    "Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Terrace"
    "|Parkway|Pkwy|Highway|Hwy"
)
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
    """One thing to decide on; it may stand there several times, `where` are the words round the first."""

    kind: str
    text: str
    where: str = field(default="", compare=False)

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

    `names` are looked for as people write them (knowledge.commons.written_names), with two words at
    least: "Rosa" is a flower, too. Somebody who is `credited` as Rosa is no flower: that is found as
    it is.
    """
    credited = {" ".join(name.split()) for name in credited}
    told = [_composed(text) for text in texts]
    found: dict[Flag, None] = {}
    for kind, pattern in _PATTERNS.items():
        for text in told:
            for match in pattern.finditer(text):
                flag = Flag(kind, match[0].strip(" .-"), _round(text, *match.span()))
                found.setdefault(flag)
    even = [_even(text) for text in told]
    beside = neighbours("\n\0".join(even))
    for name in dict.fromkeys(" ".join(name.split()) for name in (*names, *sorted(credited))):
        is_told = name in credited if " " not in name else may_stand_in(name, beside)
        if is_told and name and (place := _first(name, told, even)):
            found[Flag(NAME, name, place)] = None
    return list(found)


def without(text: str, left_out: Sequence[str]) -> str:
    """Return a text with a mark in place of what is left out."""
    text = _composed(text)
    for one in sorted(left_out, key=len, reverse=True):
        for match in reversed(list(_of(one).finditer(_even(text)))):
            text = f"{text[: match.start()]}{LEFT_OUT}{text[match.end() :]}"
    return text


def still_in(texts: Iterable[str], left_out: Iterable[str]) -> list[str]:
    """Return what should be gone and can be read all the same."""
    whole = _even(_composed("\n\0".join(texts)))
    return [one for one in left_out if _of(one).search(whole)]


@lru_cache(maxsize=1024)
def _of(text: str) -> re.Pattern[str]:
    """Return the pattern of what was found, for a text in small plain letters."""
    is_name = not any(pattern.fullmatch(text) for pattern in _PATTERNS.values())
    plain = r"\s+".join(map(re.escape, fold(text).split()))
    # In the name of a file a line stands between words.
    return re.compile(rf"(?<![^\W_]){pattern_of(text) if is_name else plain}(?![^\W_])")


def _first(name: str, told: Sequence[str], even: Sequence[str]) -> str:
    """Return the words round the first place at which a name stands; nothing where there is none."""
    pattern = _of(name)
    for text, plain in zip(told, even, strict=True):
        if match := pattern.search(plain):
            return _round(text, *match.span())
    return ""


def _round(text: str, begin: int, end: int) -> str:
    """Return what was found with some words before and after it, on one line."""
    before, after = text[max(0, begin - ROUND) : begin], text[end : end + ROUND]
    if begin > ROUND:
        before = f"…{before.partition(' ')[2]}"
    if len(text) > end + ROUND:
        after = f"{after.rpartition(' ')[0]}…"
    return " ".join(f"{before}{text[begin:end]}{after}".split())


def _even(text: str) -> str:
    """Return a text in small letters without accents, each letter in the place that it had."""
    plain = {ord(letter): fold(letter) for letter in set(text)}
    return text.translate({letter: one for letter, one in plain.items() if len(one) == 1})


def _composed(text: str) -> str:
    """Return a text in which an accent is part of its letter."""
    return unicodedata.normalize("NFC", text)
