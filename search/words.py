"""Words of people's texts, and in which of our languages they are."""

import html
import re
import unicodedata
from collections.abc import Iterable

LANGUAGES = ("en", "es")
# Shorter ones look like too many others, longer ones are no words.
SHORTEST, LONGEST = 4, 30
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_FILE_SIGN = re.compile(r"[\W_]")
# PostgreSQL would take "<bus>" for a tag and "data/bus" for a file, and not look into them.
_NO_WORD = re.compile(r"[<>/\x00]")
# Small words of one language that are none of the other's.
_ENGLISH = "the and of to is that for with was are this have not but they you we our what it"
_SPANISH = "el la de que los las y en un una por con para del se su al lo es nos como más qué"
_SMALL = {"en": frozenset(_ENGLISH.split()), "es": frozenset(_SPANISH.split())}
# The stems of "reunión" and "reuniones" differ where accents are taken away first.
_SPANISH_PLURAL = re.compile(r"iones\b", re.IGNORECASE)


def text_of(markup: str) -> str:
    """Return HTML that `core.markdown.render()` made as one line of words, faster than for reading."""
    return " ".join(_CONTROL.sub(" ", html.unescape(_TAG.sub(" ", markup))).split())


def language_of(text: str, *, default: str) -> str:
    """Return "en" or "es" by the small words of a text, or the default where they do not tell."""
    words = [word.lower() for word in _WORD.findall(text[:2000])]
    english, spanish = (sum(word in _SMALL[name] for word in words) for name in LANGUAGES)
    if english == spanish:
        return default if default in LANGUAGES else "en"
    return "es" if spanish > english else "en"


def for_stems(text: str, language: str) -> str:
    """Return a text or a question as it is handed to the stemmer of a language."""
    text = _NO_WORD.sub(" ", text)
    return _SPANISH_PLURAL.sub("ion", text) if language == "es" else text


def file_words(name: str) -> str:
    """Return the name of a file with a space for each sign: "bus-routes.pdf" is three words."""
    return _FILE_SIGN.sub(" ", name)


def fold(word: str) -> str:
    """Return a word in lower case and without accents."""
    apart = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_of(texts: Iterable[str]) -> dict[str, str]:
    """Return the words of some texts that are worth remembering: without accents → as written."""
    found: dict[str, str] = {}
    for text in texts:
        for word in _WORD.findall(text):
            if SHORTEST <= len(word) <= LONGEST:
                folded = fold(word)
                if len(folded) <= LONGEST:
                    found.setdefault(folded, word.lower())
    return found
