"""Which times an answer in plain words names: "1 and 3". Never guessed: None if it is not sure.

Pure: English and Spanish, numbers in digits and words.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from meetings.inviting.reading import MOST_LETTERS, POLITE, TAKES_BACK, plain

_WORDS = {
    **dict.fromkeys(("one", "first", "uno", "una", "primero", "primera"), 1),
    **dict.fromkeys(("two", "second", "dos", "segundo", "segunda"), 2),
    **dict.fromkeys(("three", "third", "tres", "tercero", "tercera"), 3),
    **dict.fromkeys(("four", "fourth", "cuatro", "cuarto", "cuarta"), 4),
    **dict.fromkeys(("five", "fifth", "cinco", "quinto", "quinta"), 5),
    **dict.fromkeys(("six", "sixth", "seis", "sexto", "sexta"), 6),
    **dict.fromkeys(("seven", "seventh", "siete"), 7),
    **dict.fromkeys(("eight", "eighth", "ocho"), 8),
    **dict.fromkeys(("nine", "ninth", "nueve"), 9),
    **dict.fromkeys(("ten", "tenth", "diez"), 10),
    **dict.fromkeys(("eleven", "once"), 11),
    **dict.fromkeys(("twelve", "doce"), 12),
}
_ONE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{'|'.join(_WORDS)})"
_NAMED = (
    r"(?:(?:yes|si|i can do|i can come to|i can make|i can|i choose|puedo(?: ir)?(?: a)?|para mi) )?"
    r"(?:(?:the|el|la|los|las) )?"
    r"(?:(?:numbers?|options?|slots?|times?|numeros?|opcion|opciones|horas?|fechas?) )?"
)
_SUITS = (
    r"(?: (?:works?|suits?|is|are|would|me|nos|le)(?: (?:work|be))?"
    r"(?: (?:for me|me|us|for us|fine|good|best|ok|okay|great|bien|convienen?|quedan?|van?|sirven?))*"
    r"| (?:please|por favor|for me|para mi))*"
)
_LIST = re.compile(
    rf"{_NAMED}(?P<list>{_ONE}(?:(?: and| or| y| o| e| u)?(?: (?:the|el|la))? {_ONE})*){_SUITS}"
)
_NUMBER = re.compile(_ONE)
ALL = (
    "all|all of them|any|any of them|any time|anytime|all of these|any of these|all work|all work for me"
    "|all of them work|any works|any works for me|all times|every one|all suit me|todas|todos"
    "|cualquiera|cualquiera me sirve|todas me sirven|todos me sirven|todas me convienen"
    "|todos me convienen|todas me quedan bien|todos me quedan bien"
)
NONE = (
    "none|none of them|none of these|none works|none work|none works for me|none of them works"
    "|none of them work|none suits me|no time suits me|none of these work|none of these works"
    "|none of these suits me|none of them suits me|none of these work for me"
    "|ninguna|ninguno|ninguna me sirve|ninguno me sirve|ninguna me conviene|ninguno me conviene"
    "|ninguna me queda bien|ninguno me queda bien|ninguna de ellas|ninguno de ellos"
    "|ninguna de estas|ninguno de estos"
)
_ALL, _NONE = frozenset(ALL.split("|")), frozenset(NONE.split("|"))
# A full stop between digits is part of an hour; a colon always is.
_CLAUSE = re.compile(r"[!?;,()\n]+|\.(?!\d)| - | – | — ")
_HOUR = re.compile(r"\d\s*[:.]\s*\d|\d\s*[-–/]\s*\d|\b\d{1,2}\s*[ap]\.?\s?m\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ticked:
    """The numbers of the times that suit; none if no time does."""

    numbers: frozenset[int]
    # There is more in it than that: for who asked to read.
    says_more: bool = False


def read_ticks(text: str, numbers: Collection[int]) -> Ticked | None:
    """Return which of these numbers the text names for sure; None if that is not sure."""
    if len(text) > MOST_LETTERS or _HOUR.search(text):
        return None
    clauses = [bare for part in _CLAUSE.split(text) if (bare := plain(part))]
    while clauses and POLITE.fullmatch(clauses[0]):
        clauses = clauses[1:]
    if not clauses:
        return None
    first, *others = clauses
    if first in _ALL or first in _NONE:
        named = frozenset(numbers) if first in _ALL else frozenset[int]()
    elif (found := _named(first)) is None:
        return None
    else:
        named = found
        # "1, 3": what goes on as a list is one.
        while others and (more := _named(others[0])) is not None:
            named, others = named | more, others[1:]
    rest = [clause for clause in others if not POLITE.fullmatch(clause)]
    if not named <= set(numbers) or any(_is_unsure(clause) for clause in rest):
        return None
    return Ticked(named, says_more=bool(rest))


def _named(clause: str) -> frozenset[int] | None:
    """Return the numbers of a clause that is nothing but a list of them."""
    found = _LIST.fullmatch(clause.removeprefix("and ").removeprefix("y "))
    if found is None:
        return None
    return frozenset(_value(word) for word in _NUMBER.findall(found["list"]))


def _value(word: str) -> int:
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else _WORDS[word]


def _is_unsure(clause: str) -> bool:
    """Whether it takes back what was said, or names a number besides."""
    words = clause.split()
    return bool(TAKES_BACK.search(clause)) or any(
        word[0].isdigit() or word in _WORDS for word in words
    )
