"""Whether an answer in plain words says that something is done; never guessed.

Pure: English and Spanish.
"""

import re
import unicodedata

MOST_LETTERS = 2_000
DONE = frozenset(
    [
        "done",
        "all done",
        "it s done",
        "it is done",
        "it is all done",
        "i did it",
        "i did",
        "i have done it",
        "i ve done it",
        "i did that",
        "that s done",
        "that is done",
        "this is done",
        "done already",
        "already done",
        "finished",
        "it s finished",
        "it is finished",
        "i finished it",
        "completed",
        "complete",
        "yes done",
        "yes it s done",
        "yes it is done",
        "yes i did it",
        "yes i did",
        "we did it",
        "we have done it",
        "hecho",
        "ya esta",
        "ya esta hecho",
        "esta hecho",
        "ya hecho",
        "listo",
        "lista",
        "ya esta listo",
        "esta listo",
        "todo listo",
        "ya quedo",
        "ya quedo listo",
        "ya lo hice",
        "lo hice",
        "lo he hecho",
        "ya lo he hecho",
        "terminado",
        "terminada",
        "ya termine",
        "ya esta terminado",
        "ya lo hicimos",
        "lo hicimos",
        "si hecho",
        "si listo",
        "si ya esta",
        "si ya lo hice",
    ]
)
_POLITE = re.compile(
    r"(?:hi|hello|dear|hey|hola|buenos dias|buenas tardes|buenas noches|buenas|good morning"
    r"|good afternoon|good evening)(?: \w+){0,3}"
    r"|thanks|thank you|many thanks|gracias|muchas gracias|saludos|best|regards|best regards"
    r"|kind regards|un saludo|sorry|perdon|disculpe|disculpen"
)
# What takes back, or binds to something, what was said before.
TAKES_BACK = re.compile(
    r"\b(?:not|no|t|cannot|never|if|unless|except|but|only|wait|until|almost|half|partly|soon"
    r"|will|when|tomorrow|pero|si|salvo|excepto|menos|solo|ni|nunca|aunque|cuando|hasta|casi|mitad"
    r"|falta|faltan|todavia|aun|manana|pronto|nearly|still|rest|later|luego)\b"
)
_CLAUSE = re.compile(r"[.!?;,:()\n]+| - | – | — ")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


def says_done(text: str) -> bool:
    """Return whether the text says for sure that it is done; what else it says may stand beside."""
    # A question says nothing for sure.
    if len(text) > MOST_LETTERS or "?" in text:
        return False
    clauses = [bare for part in _CLAUSE.split(text) if (bare := plain(part))]
    while clauses and _POLITE.fullmatch(clauses[0]):
        clauses.pop(0)
    if not clauses:
        return False
    # "Sí, hecho." is two clauses.
    if clauses[0] in {"yes", "si", "ok", "okay"} and len(clauses) > 1:
        clauses.pop(0)
    first, *others = clauses
    return first in DONE and not any(TAKES_BACK.search(one) for one in others)


def says_more(text: str) -> bool:
    """Return whether there is more in it than that it is done: for hosts to read."""
    clauses = [bare for part in _CLAUSE.split(text) if (bare := plain(part))]
    return any(
        one not in DONE and one not in {"yes", "si", "ok"} and not _POLITE.fullmatch(one)
        for one in clauses
    )


def polite(words: str) -> bool:
    """Return whether plain() words are a greeting or thanks."""
    return bool(_POLITE.fullmatch(words))


def plain(text: str) -> str:
    """Return its letters and digits, lower case and without accents, with single spaces."""
    apart = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(one for one in apart if not unicodedata.combining(one))
    return _NOT_LETTERS.sub(" ", letters).strip()
