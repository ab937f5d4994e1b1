"""What a plain answer to "What came of it?" says: an outcome, not yet, not used, or nothing that is sure.

The first sentence that says one of these counts, behind a greeting at most. Where it says two of
them, or weighs one against something, nobody guesses.
"""

import re

from communities.name_folding import folded
from knowledge.adaptations.links import LATER, UNUSED
from knowledge.models import Outcome

# In this order: "did not work" goes before "work".
_SAYS = (
    (
        LATER,
        r"not yet|too (?:early|soon)|(?:ask|tell) (?:me|us|you) (?:again )?later|"
        r"(?:have|has|did)(?: not|n t|nt) (?:\w+ ){0,4}yet|still (?:trying|testing|working)|"
        r"(?:have|has)(?: not|n t|nt) (?:even |really )?(?:started|begun)|"
        r"todavia no|aun no|(?:muy|demasiado) pronto|mas (?:tarde|adelante)|"
        r"no (?:\w+ ){0,4}(?:todavia|aun)|no hemos (?:empezado|comenzado)|seguimos (?:probando|trabajando)",
    ),
    (
        UNUSED,
        r"(?:did(?: not|n t|nt)|never) (?:really |actually |even |end up )?"
        r"(?:us|try|tried|start|begin|began|do(?:ing)?\b|did\b)\w*|"
        r"(?:no|nunca) (?:lo |la |llegamos a |pudimos )?(?:usa|uso|use|proba|probe|hici|empeza|comenza)\w*",
    ),
    (
        Outcome.FAILED,
        r"(?:did|do|does|has|have|was|is)(?: not|n t| n t|nt) (?:really |quite )?"
        r"(?:work|help|go)\w*|not work\w*|failed|(?:did not|didn t|didnt)$|"
        r"no (?:nos )?(?:ha )?(?:funcion|sirvi|result|ayud)\w*",
    ),
    (
        Outcome.PARTLY,
        r"(?:(?:it )?work\w* (?:only )?)?(?:part(?:ly|ially)|in part|somewhat|so so|half)(?: work\w*)?|"
        r"(?:(?:solo )?funcion\w* (?:solo )?)?(?:en parte|parcialmente|a medias|mas o menos)",
    ),
    (
        Outcome.WORKED,
        r"(?:it |this |that )?(?:really )?work(?:s|ed|ing(?! on))|helped|"
        r"(?:went|goes|going) (?:very |really )?well|(?:a )?success\w*|"
        r"funcion(?:o|a)|resulto|sirvio|ayudo|(?:salio|fue|va|anda) (?:muy )?bien",
    ),
)
_PATTERNS = [(said, re.compile(rf"\b(?:{words})\b")) for said, words in _SAYS]
# Of one word alone.
_SHORT = {
    **dict.fromkeys(("yes", "si"), Outcome.WORKED),
    "no": Outcome.FAILED,
    "partly": Outcome.PARTLY,
}
_WEIGHS = re.compile(
    r"\b(?:but|although|except|until|only|if|pero|aunque|salvo|hasta|solo|no se|not sure|would)\b"
)
# What may stand beside "not yet" and tells nothing; a name may stand there too.
_POLITE = re.compile(
    r"\b(?:thanks|thank you|many|please|sorry|best|regards|ask (?:me|us) (?:again )?later|"
    r"gracias|muchas|por favor|perdon|saludos)\b"
)
_NAME = 1
_SENTENCE = re.compile(r"[.!?\n;]+")
# Longer lines may have been broken by the program that sent them.
_BROKEN = re.compile(r"^(.{56,})\n(?=\S)", re.MULTILINE)
_SIGNS = re.compile(r"[^\w\s]")
# Words of a greeting.
GREETING = 4


def outcome_in(text: str) -> str:
    """Return an Outcome, "later", "unused", or nothing where it is not sure."""
    for sentence in _SENTENCE.split(_BROKEN.sub(r"\1 ", text.strip())):
        plain = " ".join(_SIGNS.sub(" ", folded(sentence)).split())
        if not plain:
            continue
        found, rest = _found_in(plain)
        if found:
            is_sure = len(found) == 1 and not _WEIGHS.search(rest) and "?" not in text
            return found[0] if is_sure else ""
        if len(plain.split()) > GREETING:
            return ""
    return ""


def says_more(text: str) -> bool:
    """Return whether an answer that is understood tells anything besides."""
    sentences = [" ".join(_SIGNS.sub(" ", folded(one)).split()) for one in _SENTENCE.split(text)]
    first = next((at for at, one in enumerate(sentences) if _found_in(one)[0]), len(sentences))
    rest = " ".join(_found_in(one)[1] for one in sentences[first:])
    return len(_POLITE.sub(" ", rest).split()) > _NAME


def _found_in(plain: str) -> tuple[list[str], str]:
    """Return what a sentence says, each once, and the sentence without the words that say it."""
    first, _space, rest = plain.partition(" ")
    if not rest and first in _SHORT:
        return [_SHORT[first]], ""
    found: list[str] = []
    for said, pattern in _PATTERNS:
        plain, count = pattern.subn(" ", plain)
        if count:
            found.append(said)
    return found, plain
