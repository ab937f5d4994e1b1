"""What people write, by mail, where their site begins to use something: "we're using this".

Pure. English and Spanish, as people type. Only a first sentence that says this and nothing else
counts; what stands beside it is theirs to be read by others.
"""

import re

from forums.folded_words import folded
from notifications.acts import Act, Said

USE = "use"

_WE = r"(?:we|i)"
_ARE = r"(?:(?:we|i) (?:are|am)|were|we re|im|i m)"
_WILL = r"(?:(?:we|i) (?:will|shall)|well|we ll|ill|i ll|(?:we|i) (?:are|am) going to|were going to|we re going to|im going to)"
_NOW = r"(?:now|already|also|both|all)"
_THIS = r"(?:this|it|that)(?: one| idea| practice| method| tool| here)?"
_PLACE = (
    r"(?: (?:here|now|already|too|also|as well|today"
    # "At times" and "at all" are no places.
    r"|(?:at|in) (?:our|my|the) \w+(?: \w+){0,2}|at (?!all\b|times\b|most\b|least\b|no\b)\w+(?: \w+){0,3}))*"
)
_LO = r"(?:lo|la|esto|eso)"
_LUGAR = (
    r"(?: (?:aqui|aca|ya|tambien|ahora|hoy"
    r"|(?:en|con) (?:nuestr[oa]s?|mi|mis|el|la|los|las) \w+(?: \w+){0,3}|en (?!parte\b|nada\b)\w+(?: \w+){0,2}))*"
)
_ANTES = r"(?:(?:nosotr[oa]s|yo|aqui|ya|tambien|ahora) )*"
_SAYS = re.compile(
    "|".join(
        rf"(?:{pattern})"
        for pattern in (
            rf"{_WE} (?:{_NOW} )?use {_THIS}{_PLACE}",
            rf"{_WE} (?:have )?(?:just )?(?:started|begun|began) (?:using|to use) {_THIS}{_PLACE}",
            rf"{_ARE} (?:{_NOW} )?(?:using|trying) {_THIS}(?: out)?{_PLACE}",
            rf"{_WILL} (?:{_NOW} )?(?:use|try) {_THIS}(?: out)?{_PLACE}",
            rf"{_ANTES}{_LO} (?:usamos|uso|estamos usando|estoy usando|probamos|estamos probando)"
            rf"{_LUGAR}",
            rf"{_ANTES}(?:usamos|estamos usando|estamos probando) {_LO}{_LUGAR}",
            rf"{_ANTES}(?:estamos usandolo|vamos a usarlo|vamos a probarlo|estamos probandolo){_LUGAR}",
            rf"{_ANTES}{_LO} (?:vamos a (?:usar|probar)|usaremos|probaremos){_LUGAR}",
            rf"{_ANTES}(?:empezamos|comenzamos) a (?:usarlo|usar {_LO}){_LUGAR}",
        )
    )
)
# Pieces in front of it that say nothing.
_GREETS = re.compile(
    r"(?:hi|hello|hey|hola|yes|yeah|si|thanks|thank you|gracias|muchas gracias|buenos dias|buenas tardes"
    r"|good morning)(?: (?:all|everybody|everyone|there|so much|a todos|a todas))?"
)
# What it is weighed against, whoever says it next, is no use yet.
_DOUBTS = re.compile(r"\b(?:not|no|never|nunca|if|si|maybe|quizas?|tal vez|perhaps|would|unless)\b")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_BESIDES = 3


def read_use(text: str) -> Said:
    """Return the act if its first sentence says it, and the words beside it; else all as words."""
    rest = text.strip()
    for _at in range(_BESIDES):
        sentence, rest = _first(rest)
        plain = folded(sentence)
        # "Thanks, we use this too".
        words = [" ".join(piece.split()) for piece in plain.split(",") if piece.strip()]
        while words and _GREETS.fullmatch(words[0]):
            words.pop(0)
        said = words[0] if len(words) == 1 else ""
        if said and "?" not in sentence and _SAYS.fullmatch(said) and not _DOUBTS.search(said):
            return Said([Act(USE)], rest)
        if words or not rest:
            break
    return Said(rest=text)


def _first(text: str) -> tuple[str, str]:
    """Return the first sentence, and what comes after it."""
    end = _SENTENCE.search(text)
    return (text[: end.start()], text[end.end() :].strip()) if end else (text, "")
