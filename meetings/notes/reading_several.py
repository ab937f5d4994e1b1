"""Which of several numbered things an answer in plain words says are done; never guessed.

Pure: English and Spanish, numbers in digits.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from meetings.notes.reading import MOST_LETTERS, TAKES_BACK, plain, polite, says_done

_ONE = r"(?:(?:the|el|la|los|las) )?(?:(?:numbers?|no|items?|numeros?|puntos?) )?\d{1,2}(?:st|nd|rd|th)?"
_LIST = rf"(?P<list>{_ONE}(?:(?: and| y| e)? {_ONE})*)"
_DONE = r"(?:done|finished|completed?|hech[oa]s?|list[oa]s?|terminad[oa]s?)"
_DID = r"(?:i |we )?(?:have |ve )?(?:did|finished)|(?:ya )?(?:hice|hicimos|termine|terminamos)"
_YES = r"(?:(?:yes|si|ok|okay) )?"
_STANDS = (
    r"(?:(?:is|are|esta|estan|ya|both|all|now|already|todos|todas|ambos|ambas|quedo|quedaron) )*"
)
_NAMED = (
    re.compile(rf"{_YES}(?:{_STANDS}{_DONE}|{_DID})(?: with)? {_LIST}"),
    re.compile(rf"{_YES}{_LIST} {_STANDS}{_DONE}(?: now| already| ya)?"),
)
_NUMBER = re.compile(r"\d+")
_ALL = re.compile(
    rf"{_YES}(?:(?:it s |it is |they are |they re )?all(?: of (?:it|them|these))?(?: is| are)? {_DONE}"
    rf"|everything(?: is| s)? {_DONE}|i did (?:all(?: of (?:it|them))?|everything)"
    rf"|(?:ya )?(?:esta |estan )?tod[oa]s?(?: ya)?(?: esta| estan)? {_DONE}|ya esta todo"
    r"|(?:ya )?(?:lo )?(?:hice|hicimos|termine) todo|todo ya esta)"
)
_BOTH = re.compile(
    rf"{_YES}(?:both(?: of them)?(?: are)? {_DONE}|(?:ya )?(?:estan )?amb[oa]s(?: estan)? {_DONE})"
)
# Where one thing that is said ends; a comma may also part numbers.
_SENTENCE = re.compile(r"[.!;()\n]+| - | – | — ")


@dataclass(frozen=True, slots=True)
class Done:
    """The numbers of what is done."""

    numbers: frozenset[int]
    # There is more in it than that: for the hosts to read.
    says_more: bool = False


def read_done(text: str, numbers: Collection[int]) -> Done | None:
    """Return which of these the text says for sure are done; None if that is not sure.

    Plain "done" is sure where there is one.
    """
    # A question says nothing for sure.
    if len(text) > MOST_LETTERS or "?" in text:
        return None
    named, rest = set[int](), list[str]()
    for sentence in _SENTENCE.split(text):
        found = _found(plain(sentence), numbers)
        for part in [sentence] if found is not None else sentence.split(","):
            words = plain(part)
            if (these := _found(words, numbers)) is not None:
                named |= these
            elif words and not polite(words):
                rest.append(words)
    sure = named and named <= set(numbers)
    if not sure or any(TAKES_BACK.search(one) or _NUMBER.search(one) for one in rest):
        return None
    return Done(frozenset(named), says_more=bool(rest))


def _found(words: str, numbers: Collection[int]) -> set[int] | None:
    """Return the numbers that a clause says are done; None if it says nothing else but that."""
    if _ALL.fullmatch(words) or (len(numbers) == 2 and _BOTH.fullmatch(words)):
        return set(numbers)
    if len(numbers) == 1 and says_done(words):
        return set(numbers)
    found = next((match for one in _NAMED if (match := one.fullmatch(words))), None)
    return {int(number) for number in _NUMBER.findall(found["list"])} if found else None
