"""What people write, by mail, where their site begins to use something: "we're using this".

Pure. English and Spanish, as people type. Only a first sentence that says this, and at most how
or when, counts. What follows and tells of one's own site stands with it as what is different there;
anything else is for others to read.
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
# What may follow in the same sentence, and tells how it is used.
_HOW = r"(?:with|for|on|since|every|because|con|para|desde|cada|los|las|porque|por)"
_WORD = rf"(?: (?!{_HOW}\b)\w+)"
_PLACE = (
    r"(?: (?:here|now|already|too|also|as well|today"
    # "At times" and "at all" are no places.
    rf"|(?:at|in) (?:our|my|the) \w+{_WORD}{{0,2}}|at (?!all\b|times\b|most\b|least\b|no\b)\w+{_WORD}{{0,3}}))*"
)
_LO = r"(?:lo|la|esto|eso)"
_LUGAR = (
    r"(?: (?:aqui|aca|ya|tambien|ahora|hoy"
    rf"|(?:en|con) (?:nuestr[oa]s?|mi|mis|el|la|los|las) \w+{_WORD}{{0,3}}|en (?!parte\b|nada\b)\w+{_WORD}{{0,2}}))*"
)
_ANTES = r"(?:(?:nosotr[oa]s|yo|aqui|ya|tambien|ahora) )*"
_SAYS = "|".join(
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
_USES = re.compile(rf"(?:{_SAYS})(?: (?P<how>{_HOW} \w.*))?")
# Who speaks of his own site, and who speaks to somebody.
_OURS = re.compile(
    r"\b(?:we|our|ours|us|here|nosotr[oa]s|nuestr[oa]s?|nos|aqui|aca|\w+(?:amos|emos|imos))\b"
)
_TO_SOMEBODY = re.compile(r"\b(?:you|your|yours|please|thank\w*|ustedes|usted|gracias|por favor)\b")
_POLITE = re.compile(
    r"(?:many |muchas |mil )?(?:thanks|thank you|gracias|saludos|best|greetings)(?: \w+){0,3}"
)
# What fits into the field of its form, and into what the mailroom keeps of an act.
LONGEST = 2000
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
    """Return the act if its first sentence says it, and the words beside it; else all as words.

    The act's value is what the site does in its own way, as far as that is told.
    """
    rest = text.strip()
    for _at in range(_BESIDES):
        sentence, rest = _first(rest)
        plain = folded(sentence)
        # "Thanks, we use this too".
        words = [" ".join(piece.split()) for piece in plain.split(",") if piece.strip()]
        while words and _GREETS.fullmatch(words[0]):
            words.pop(0)
        if words and "?" not in sentence and (how := _how_used(words)) is not None:
            return _said(sentence.strip() if how else "", rest)
        if words or not rest:
            break
    return Said(rest=text)


def _how_used(pieces: list[str]) -> str | None:
    """Return what a sentence says beside that it is used; None if it does not say that, or doubts it."""
    said, *others = pieces
    found = _USES.fullmatch(said)
    if found is None or _DOUBTS.search(" ".join(pieces)):
        return None
    told = [piece for piece in others if not _POLITE.fullmatch(piece)]
    return " ".join([found["how"] or "", *told]).strip()


def _said(first: str, rest: str) -> Said:
    """Return the act with what is told of the site, and what is left for others to read."""
    is_of_site = _tells_of_site(rest)
    different = " ".join([first, rest] if is_of_site else [first]).strip()
    if len(different) > LONGEST:
        return Said([Act(USE)], "\n\n".join(part for part in (first, rest) if part))
    return Said([Act(USE, different)], "" if is_of_site else rest)


def _tells_of_site(text: str) -> bool:
    """Return whether words tell of one's own site, and neither ask nor address anybody."""
    sentences = [" ".join(folded(one).split()) for one in _SENTENCE.split(text) if one.strip()]
    told = [one for one in sentences if not _POLITE.fullmatch(one)]
    if not told or "?" in text or any(_TO_SOMEBODY.search(one) for one in told):
        return False
    return _OURS.search(told[0]) is not None


def _first(text: str) -> tuple[str, str]:
    """Return the first sentence, and what comes after it."""
    end = _SENTENCE.search(text)
    return (text[: end.start()], text[end.end() :].strip()) if end else (text, "")
