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
    r"|bendiciones|hasta (?:luego|pronto)|cordialmente|your(?:s)? truly|god bless|dios (?:l[eo]s|te) bendiga"
    r"|(?:have|enjoy) (?:a|the|your) (?:(?:very )?(?:good|great|nice|blessed|wonderful|lovely) )?"
    r"(?:day|week|weekend|evening|rest of (?:the|your) (?:day|week))(?: all| everyone| everybody)?"
    r"|que (?:tengan?|pasen?) (?:un |una )?(?:muy )?(?:buen|buena|lindo|linda|bonito|bonita|feliz) "
    r"(?:dia|tarde|noche|semana|fin de semana)(?: a? ?tod[oa]s)?)"
)
_WISH = re.compile(
    r"(?:i |we )?(?:hope|trust) (?:that )?(?:you|everybody|everyone|all|this (?:mail |email |message )?finds you)"
    r"(?: (?:all|is|are|were|was|had|have|has|re|doing|having|enjoyed|keeping|staying))*(?: (?:a|the|your))?(?: very)?"
    r" (?:well|good|great|nice|restful|wonderful|blessed|safe|healthy|warm|fine)"
    r"(?: (?:and|break|day|week|weekend|holidays?|thanksgiving|christmas|new|year|morning|evening|rest|safe|well|warm))*"
    r"|(?:espero|esperamos|deseo) que (?:(?:tod[oa]s?|ustedes|usted|les) )?"
    r"(?:esten?|se encuentren?|hayan? (?:tenido|pasado|descansado)|tengan?|vaya)(?: (?:tod[oa]s|muy|un|una))*"
    r" (?:bien|buen|buena|bonito|bonita|lindo|linda|feliz)"
    r"(?: (?:dia|tarde|noche|semana|fin|de|descanso|y|tod[oa]s|con|sus|familias))*"
)
_ANSWERS = r"(?:answers?|replies|reply|responses?|respuestas?|comentarios?)"
_ANNOUNCES = re.compile(
    rf"(?:(?:so )?(?:here|these|below) (?:are|is|come) )?(?:my|our) {_ANSWERS}(?: (?:are|is) below| below| follows?)?"
    rf"|(?:(?:aqui|ahi|abajo|estas|estos|a continuacion) )?(?:(?:van|son|estan|tienen|les? mando|les? envio|mando|envio) )?"
    rf"(?:mis?|nuestras?|nuestros?) {_ANSWERS}(?: (?:abajo|van abajo|estan abajo))?"
)
# Words of a greeting, and of a wish: more of them say something.
GREETING_WORDS = 6
WISH_WORDS = 10
CARD_LINES = 6
# Words of a line beside the name: "Mtra.", "Ed.D.", a second surname.
TITLES = 4
MOTTO_WORDS = 3
_SENTENCES = re.compile(r"(?<=[.!?:])\s+|,\s+(?=(?:espero|i hope|hope)\b)|\n+", re.IGNORECASE)


def is_greeting(words: str) -> bool:
    """Return whether words are nothing but "Hi everybody, hope you are well. My answers:"."""
    said = [plain for one in _SENTENCES.split(words) if (plain := _plain(one))]
    return all(_is_greeting(one) for one in said)


def _is_greeting(plain: str) -> bool:
    count = len(plain.split())
    if _ANNOUNCES.fullmatch(plain) or (_WISH.fullmatch(plain) and count <= WISH_WORDS):
        return True
    return bool(_GREETING.match(plain)) and count <= GREETING_WORDS


def is_farewell(words: str) -> bool:
    return bool(_FAREWELL.fullmatch(_plain(words)))


def without_farewell(words: str, name: str) -> str:
    """Return words without the last lines that say goodbye, or who wrote: his own name, or a part.

    Thanks are a goodbye only below something else.
    """
    lines = _above_card(words.rstrip().split("\n"), _plain(name))
    own = set(_plain(name).split())
    while lines:
        plain = _plain(lines[-1])
        is_name = not plain or set(plain.split()) <= own
        plain = _without_name(plain, own)
        has_more = any(_plain(line) for line in lines[:-1])
        if not is_name and not (_FAREWELL.fullmatch(plain) and (has_more or not _thanks(plain))):
            break
        lines.pop()
    return "\n".join(lines)


def _above_card(lines: list[str], name: str) -> list[str]:
    """Return the lines above his name and what short lines say of him below it."""
    for row, line in enumerate(lines):
        if row and _is_named(_plain(line), name) and not lines[row - 1].strip():
            below = [one.strip() for one in lines[row + 1 :] if one.strip()]
            # A motto may be called out: "Go Wildcats!"
            cards = [one for one in below if one[-1] != "!" or len(one.split()) > MOTTO_WORDS]
            if len(below) <= CARD_LINES and all(one[-1] not in ".?!" for one in cards):
                return lines[:row]
    return lines


def _is_named(plain: str, name: str) -> bool:
    """Return whether a line is his name and little more: "Mtra. Ana Ruiz Ortiz"."""
    if plain == name or not name:
        return bool(name)
    words, own = plain.split(), name.split()
    return len(own) > 1 and set(own) <= set(words) and len(words) <= len(own) + TITLES


def _without_name(plain: str, own: set[str]) -> str:
    """Return a farewell without the name behind it: "Saludos, Ana"."""
    words = plain.split()
    while len(words) > 1 and words[-1] in own:
        words.pop()
    return " ".join(words)


def _thanks(plain: str) -> bool:
    return plain.endswith(("thanks", "thank you", "gracias"))


def _plain(line: str) -> str:
    signs = unicodedata.normalize("NFD", line.lower())
    letters = "".join(sign for sign in signs if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s]", " ", letters).split())
