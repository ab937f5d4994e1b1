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
_ASKS_AFTER = re.compile(
    r"how (?:are|is) (?:you|everybody|everyone|things)(?: (?:all|doing|today))*"
    r"|como (?:estan?|estas|les va|han estado|se encuentran)(?: (?:tod[oa]s|ustedes|hoy))*"
)
# What thanks for the mail itself, or excuses when and how one answers it.
_THANKS_FOR_IT = re.compile(
    r"(?:many |muchas |mil )?(?:thanks|thank you|thank u|thx|gracias)(?: (?:all|so much|very much|again))*"
    r"(?: (?:for|por)(?: (?:all|all of|everything|todo|toda|el|la|the|this|that|it|esto|eso|your|su|sus|putting"
    r"|together|sending|send|sharing|doing|you do|do|work|hard|mandar|enviar|mandarnos|enviarnos|compartir|trabajo"
    r"|update|updates|digest|mail|email|summary|news|resumen|correo|noticias|informacion|information))+)?"
)
_EXCUSE = re.compile(
    r"(?:(?:i m|i am|im|we are|we re) )?(?:(?:so|very|really) )?"
    r"(?:(?:my |our )?apolog(?:y|ies|ise|ize)|sorry|excuse|forgive)\b.*"
    r"\b(?:late|lateness|delay|delayed|slow|tardy|long|short|brief|typos?|spelling|(?:not|didn t) (?:answer|reply|writ)\w*)\b.*"
    r"|(?:mil |muchas |una |mis )?(?:perdon(?:en|e)?|disculp(?:a|as|e|en)|(?:lo )?(?:siento|sentimos))\b.*"
    r"\b(?:tardanza|tarde|tardar|demora|retraso|atraso|prisa|faltas|no (?:haber )?(?:contest|respond|escri)\w*)\b.*"
)
_ANSWERS = r"(?:answers?|replies|reply|responses?|respuestas?|comentarios?)"
_ANNOUNCES = re.compile(
    rf"(?:(?:so )?(?:here|these|below) (?:are|is|come) )?(?:my|our) {_ANSWERS}(?: (?:are|is) below| below| follows?)?"
    rf"|(?:(?:aqui|ahi|abajo|estas|estos|a continuacion) )?(?:(?:van|son|estan|tienen|les? mando|les? envio|mando|envio) )?"
    rf"(?:mis?|nuestras?|nuestros?) {_ANSWERS}(?: (?:abajo|van abajo|estan abajo))?"
)
# Whom one greets, beside names: these words ask for nothing.
_GREETED = frozenset(
    word
    for line in (
        "all everybody everyone everyones team friends friend folks colleagues neighbors neighbours group network",
        "community fellow parents families members dear good morning afternoon evening day again there to and of the",
        "my our you from y e a al de del la las el los mi mis un una muy bueno buenos buenas dias dia tardes noches",
        "todos todas todo todxs equipo amigos amigas colegas companeros companeras compas grupo red comunidad",
        "familias vecinos vecinas hola saludos estimados estimadas queridos queridas desde",
    )
    for word in line.split()
)
# Words of a greeting, of a wish and of an excuse: more of them say something.
GREETED_WORDS = 6
WISH_WORDS = 10
EXCUSE_WORDS = 16
CARD_LINES = 6
# Words of a line of a card, unless they are names or an address; and words that no card has: they
# ask, or tell of oneself.
CARD_WORDS = 8
_SPEAKS = frozenset(
    word
    for line in (
        "i im ive ill me my mine please need needs wanted can could would anybody anyone somebody someone who",
        "whoever if when until before where call text ask give yo me mi tengo tenemos necesito necesitamos necesita",
        "quiero queremos quisiera puedo podemos pueden puede favor alguien si quien quienes cuando antes donde",
        "llamen llame hablen hable avisen avisenme digan dice",
    )
    for word in line.split()
)
# Words of a line beside the name: "Mtra.", "Ed.D.", a second surname.
TITLES = 4
MOTTO_WORDS = 3
_SENTENCES = re.compile(
    r"(?<=[.!?:])\s+|,\s+(?=¿?(?:espero|i hope|hope|how (?:are|is)|c[oó]mo)\b)|\n+", re.IGNORECASE
)
# An address of any kind.
_REACHED = re.compile(r"\S@\S|\bwww\.|https?:|\d{3}[ .)-]+\d{4}", re.IGNORECASE)
# A line that begins with a small letter goes on with the one above.
_WRAP = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=[^\W\d_A-Z])")


def is_greeting(words: str) -> bool:
    """Return whether words are nothing but "Hi everybody, hope you are well. My answers:"."""
    return all(_is_greeting(one) for one in _SENTENCES.split(words) if _plain(one))


def is_opening(words: str) -> bool:
    """Return whether words greet, thank for the mail, or excuse a late answer, and say no more."""
    said = [one for one in _SENTENCES.split(_WRAP.sub(" ", words)) if _plain(one)]
    return all(_is_greeting(one) or _is_excuse(one) for one in said)


def _is_greeting(sentence: str) -> bool:
    plain = _plain(sentence)
    if _is_wish(plain):
        return True
    greeting = _GREETING.match(plain)
    rest = plain[greeting.end() :].strip() if greeting else ""
    if greeting is None or not rest or _is_wish(rest):
        return greeting is not None
    words = rest.split()
    written = re.findall(r"\w+", unicodedata.normalize("NFC", sentence))[-len(words) :]
    shouts = sentence.isupper()
    others = [
        word
        for word, as_written in zip(words, written, strict=False)
        if word not in _GREETED and (shouts or not as_written[0].isupper())
    ]
    # A name in small letters; two such words may ask for something.
    return len(words) <= GREETED_WORDS and len(others) <= 1 and "?" not in sentence


def _is_wish(plain: str) -> bool:
    if _ANNOUNCES.fullmatch(plain) or _ASKS_AFTER.fullmatch(plain):
        return True
    return bool(_WISH.fullmatch(plain)) and len(plain.split()) <= WISH_WORDS


def _is_excuse(sentence: str) -> bool:
    plain = _plain(sentence)
    if _THANKS_FOR_IT.fullmatch(plain):
        return True
    return (
        bool(_EXCUSE.fullmatch(plain))
        and len(plain.split()) <= EXCUSE_WORDS
        and "?" not in sentence
    )


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


def parted_by_name(words: str, name: str) -> tuple[str, str]:
    """Return what stands above his full name, and what is no card below it; else it is empty."""
    lines = words.rstrip().split("\n")
    for row, line in enumerate(lines):
        if row and _is_named(_plain(line), _plain(name)):
            below = [one.strip() for one in lines[row + 1 :] if one.strip()]
            said = [one for one in below if not _is_of_card(one) and not is_farewell(one)]
            return "\n".join(lines[:row]), "\n".join(below) if said else ""
    return words, ""


def is_card_of(words: str, name: str) -> bool:
    """Return whether lines that look like a signature begin with a name of his."""
    first = next((_plain(line) for line in words.split("\n") if not is_farewell(line)), "")
    # One word may stand before it: "Mtra. Ruiz".
    return not set(_plain(name).split()).isdisjoint(first.split()[:2])


def _is_of_card(line: str) -> bool:
    """Return whether a line says who somebody is, how he is reached, or what his motto is."""
    if "?" in line:
        return False
    if _REACHED.search(line):
        return True
    plain = _plain(line).split()
    names = sum(1 for word in re.findall(r"[^\W\d_]{4,}", line) if word[0].isupper())
    if names > len([word for word in plain if len(word) > 3]) / 2:
        return True
    return len(plain) <= CARD_WORDS and not _SPEAKS & set(plain)


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
