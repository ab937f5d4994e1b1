"""How people begin and end a mail: words that are about nothing in particular."""

import re
import unicodedata

_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|hola|buen(?:os|as)"
    r"(?: (?:dias?|tardes|noches))?|buen dia|estimad[oa]s?|querid[oa]s?|saludos)\b"
)
_FAREWELL = re.compile(
    r"(?:(?:many |muchas |mil )?(?:thanks|thank you|gracias)|(?:best|kind|warm)(?: regards| wishes)?|regards|sincerely"
    r"|cheers|take care|bye|love|(?:un |muchos )?saludos?(?: cordiales| a todos)?|atentamente|abrazos?|un abrazo"
    r"|bendiciones|hasta (?:luego|pronto)|cordialmente|your(?:s)? truly)"
)
# Words of a greeting: more of them say something.
GREETING_WORDS = 6
CARD_LINES = 6


def is_greeting(words: str) -> bool:
    """Return whether words are nothing but "Hi everybody," and the like."""
    lines = [plain for line in words.splitlines() if (plain := _plain(line))]
    return all(_GREETING.match(line) and len(line.split()) <= GREETING_WORDS for line in lines)


def without_farewell(words: str, name: str) -> str:
    """Return words without the last lines that say goodbye, or who wrote: his own name, or a part.

    Thanks are a goodbye only below something else.
    """
    lines = _above_card(words.rstrip().split("\n"), _plain(name))
    own = set(_plain(name).split())
    while lines:
        plain = _plain(lines[-1])
        is_name = not plain or set(plain.split()) <= own
        has_more = any(_plain(line) for line in lines[:-1])
        if not is_name and not (_FAREWELL.fullmatch(plain) and (has_more or not _thanks(plain))):
            break
        lines.pop()
    return "\n".join(lines)


def _above_card(lines: list[str], name: str) -> list[str]:
    """Return the lines above his name and what short lines say of him below it."""
    for row, line in enumerate(lines):
        if row and name and _plain(line) == name and not lines[row - 1].strip():
            below = [one.strip() for one in lines[row + 1 :] if one.strip()]
            if len(below) <= CARD_LINES and all(one[-1] not in ".?!" for one in below):
                return lines[:row]
    return lines


def _thanks(plain: str) -> bool:
    return plain.endswith(("thanks", "thank you", "gracias"))


def _plain(line: str) -> str:
    signs = unicodedata.normalize("NFD", line.lower())
    letters = "".join(sign for sign in signs if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s]", " ", letters).split())
