"""How people begin and end a mail: words that are about nothing in particular."""

import re
import unicodedata
from collections.abc import Callable

_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|hola|buen(?:os|as)"
    r"(?: (?:dias?|tardes|noches))?|buen dia|estimad[oa]s?|querid[oa]s?|saludos)\b"
)
_FAREWELL = re.compile(
    r"(?:(?:(?:many |muchas |mil |muchisimas )?(?:thanks|thank you|gracias)(?: so much| again| in advance| de antemano)?"
    r"|(?:all )?(?:(?:the|my|our) )?(?:very )?(?:best|kind|kindest|warm|warmest)(?: regards| wishes)?|regards|respectfully"
    r"|(?:yours )?sincerely|cheers|take care|cuidense|(?:good)?bye|(?:with |much )?love|hugs|warmly|gratefully|in peace|peace"
    r"|(?:un |muchos |mis )?saludos?(?: cordiales| afectuosos)?|atentamente|atte|(?:muchos |fuertes )?abrazos?"
    r"|un (?:fuerte |gran )?abrazo(?: fuerte| grande)?|con carino|(?:many |muchas )?(?:bendiciones|blessings)|nos vemos"
    r"|hasta (?:luego|pronto|la proxima)|cordialmente|your(?:s)? truly|(?:god bless|dios (?:l[eo]s|te|nos) bendiga)(?: you)?"
    r"|que dios (?:l[eo]s|te|nos) bendiga|see you(?: soon| then| all)?|talk soon|happy (?:thanksgiving|holidays)|feliz dia"
    r"|(?:have|enjoy) (?:a|the|your) (?:(?:very )?(?:good|great|nice|blessed|wonderful|lovely|happy|restful) )?"
    r"(?:one|day|week|weekend|evening|night|afternoon|thanksgiving|holiday|break|rest of (?:the|your) (?:day|week))"
    r"|(?:que (?:tengan?|pasen?) |les deseo )?(?:un |una )?(?:muy )?(?:buen|buena|buenos|buenas|lindo|linda|bonito|bonita"
    r"|feliz|excelente|bendecido|bendecida) (?:dia|dias|tarde|tardes|noche|noches|semana|fin de semana|inicio de semana))"
    r"(?: to)?(?: a| para)?(?: you)?(?: all| everyone| everybody| friends| team| tod[oa]s| ustedes)?)"
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
    r"happy (?:new year|(?:mon|tues|wednes|thurs|fri)day)|feliz (?:lunes|martes|jueves|viernes|inicio de semana)"
    r"|how (?:are|is) (?:you|everybody|everyone|things)(?: (?:all|doing|today))*"
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
    r"\b(?:late|lateness|delay|delayed|slow|tardy|long|short|brief|typos?|spelling|(?:not|didn t) (?:answer|reply|writ)\w*"
    r"|wait|just (?:now )?(?:seeing|saw|getting|got|reading)|behind|been (?:out|sick|away|busy|swamped)|was (?:out|sick|away))\b.*"
    r"|(?:mil |muchas |una |mis )?(?:perdon(?:en|e)?|disculp(?:a|as|e|en)|(?:lo )?(?:siento|sentimos))\b.*"
    r"\b(?:tardanza|tarde|tardar|tardado|demora|retraso|atraso|prisa|faltas|errores|hasta (?:ahora|hoy|ahorita)|apenas"
    r"|estuve|anduve|no (?:haber )?(?:contest|respond|escri)\w*|no (?:habia|pude) (?:contest|respond|escri|le)\w*)\b.*"
    r"|(?:i m |im )?(?:just|only) (?:now )?(?:seeing|saw|getting to|got to) (?:this|it|your (?:mail|email))(?: now| today)?"
    r"|(?:(?:i m |im )?(?:writing|answering|replying|typing)|quick(?: answers?| replies| notes?)?|short answers?)"
    r" (?:this )?(?:from|on) (?:my|the) (?:phone|bus|car|cell)(?: so (?:short|brief|quick))?"
    r"|(?:les )?(?:escribo|respondo|contesto) (?:desde|de) (?:el|mi) (?:celular|telefono|trabajo|camion)"
    r"|apenas (?:lo )?(?:vi|veo|lei|leo|pude leer)(?: el correo| esto| su correo)?"
)
# Thanks for the mail itself with a word on how one reads it: "I read it on the bus".
_OF_IT = re.compile(
    r"(?:many |muchas |mil )?(?:thanks|thank you|thx|gracias)(?: (?:all|everyone|so much|very much|again|a todos|a todas))*"
    r" (?:for|por) (?:(?:this|these|the|el|la|su|sus|your|all|los|las) )*"
    r"(?:(?:week|day|dia|semana|daily|weekly|lindo|nice|great|good) )*"
    r"(?:sending|putting|keeping|mandar(?:nos|me)?|enviar(?:nos|me)?|digest|mail|mails|email|emails|updates?|newsletter"
    r"|summary|correos?|resumen|boletin|noticias)\b(?P<more>.*)"
)
_ON_READING = re.compile(
    r"\b(?:it|them|this|lo|los|la|las)\b.*\b(?:bus|week|weekly|day|daily|morning|month|together|helps?|love|loved|enjoy|use|useful|keep"
    r"|camion|semana|dia|manana|mes|sirven?|ayudan?|encantan?|gustan?)\b|\b(?:helps?|helpful|useful|ayudan?|sirven?|gustan?)\b"
    r"|\b(?:every|each|cada) (?:week|day|month|morning|semana|dia|mes)\b"
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
_REQUESTS = frozenset(
    word
    for line in (
        "need needs call text ask give who whoever anybody anyone somebody necesito necesita necesitamos quiero",
        "queremos llamen llame hablen hable avisen avisenme alguien quien manden mandenme",
    )
    for word in line.split()
)
# Of these, who tells how he reads a mail.
_TELLS = frozenset(["i", "im", "ive", "me", "my", "mine", "yo", "mi", "when", "cuando"])
# Words of a line beside the name: "Mtra.", "Ed.D.", a second surname.
TITLES = 4
_TITLES = frozenset(
    word
    for line in (
        "mr mrs ms miss dr dra prof profa profr lic ing mtro mtra arq sr sra srta rev fr pastor coach",
        "maestro maestra",
    )
    for word in line.split()
)
# Words that are no name where they stand alone in a last line.
_NO_NAME = frozenset(
    word
    for line in (
        "yes no maybe also same please sorry not never always sure ok okay why when where how what none all both true",
        "agree agreed absolutely exactly definitely great good done help urgent question free wow amen however except",
        "unless only but and if or still almost sometimes often later today tomorrow tonight monday tuesday wednesday",
        "thursday friday saturday sunday si quiza quizas tambien nunca siempre claro igual perdon urgente ayuda gratis",
        "hoy luego ojala pero aunque excepto solo solamente casi todavia lunes martes miercoles jueves viernes sabado",
        "domingo january february march april may june july august september october november december",
    )
    for word in line.split()
)
NAME_WORDS = 3
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
    return all(_is_greeting(one) for one in _SENTENCES.split(words) if plain_words(one))


def is_opening(words: str) -> bool:
    """Return whether words greet, thank for the mail, or excuse a late answer, and say no more."""
    said = [one for one in _SENTENCES.split(_WRAP.sub(" ", words)) if plain_words(one)]
    return all(_is_greeting(one) or _is_excuse(one) for one in said)


def _is_greeting(sentence: str) -> bool:
    plain = plain_words(sentence)
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
    plain = plain_words(sentence)
    if _THANKS_FOR_IT.fullmatch(plain):
        return True
    if (of_it := _OF_IT.fullmatch(plain)) and "?" not in sentence:
        asks = _SPEAKS & set(plain.split()) - _TELLS
        more = of_it["more"].strip()
        if (
            len(plain.split()) <= EXCUSE_WORDS
            and not asks
            and (not more or _ON_READING.search(more))
        ):
            return True
    return (
        bool(_EXCUSE.fullmatch(plain))
        and not _REQUESTS & set(plain.split())
        and len(plain.split()) <= EXCUSE_WORDS
        and "?" not in sentence
    )


def is_farewell(words: str) -> bool:
    return bool(_FAREWELL.fullmatch(plain_words(words)))


def without_farewell(words: str, name: str) -> str:
    """Return words without the last lines that say goodbye, or who wrote: his own name, or a part.

    Thanks are a goodbye only below something else.
    """
    lines = _above_card(words.rstrip().split("\n"), plain_words(name))
    own = set(plain_words(name).split())
    while lines:
        plain = plain_words(lines[-1])
        is_name = not plain or set(plain.split()) <= own
        plain = _without_name(plain, own)
        has_more = any(plain_words(line) for line in lines[:-1])
        if not is_name and not (_FAREWELL.fullmatch(plain) and (has_more or not _thanks(plain))):
            break
        lines.pop()
    return "\n".join(lines)


def parted_by_name(words: str, name: str) -> tuple[str, str]:
    """Return what stands above his full name, and what is no card below it; else it is empty."""
    lines = words.rstrip().split("\n")
    for row, line in enumerate(lines):
        if row and _is_named(plain_words(line), plain_words(name)):
            below = [one.strip() for one in lines[row + 1 :] if one.strip()]
            said = [one for one in below if not _is_of_card(one) and not is_farewell(one)]
            return "\n".join(lines[:row]), "\n".join(below) if said else ""
    return words, ""


def name_below(words: str, name: str, of_things: Callable[[str], bool]) -> tuple[str, str]:
    """Return what stands above a last line that is somebody's name alone, and that line; else empty.

    "Angie", "Cheryl B.", "Coach Bobby", below a blank line or a farewell: nobody tells from the
    address how he is called. `of_things` says whether a word is one of those he answers.
    """
    above, _break, last = words.rstrip().rpartition("\n")
    over = above.rpartition("\n")[2]
    said = last.strip(" \t-–—~*")
    names = said.split()
    own = {word[:3] for word in plain_words(name).split()}
    is_his = bool(names) and plain_words(names[0])[:3] in own
    if not above.strip() or (over.strip() and not is_farewell(over) and not is_his):
        return words, ""
    if not 0 < len(names) <= NAME_WORDS or re.search(r"[?!:;\d]", said):
        return words, ""
    is_end = said.endswith(".") and len(names[-1]) > NAME_WORDS
    plain = plain_words(said).split()
    shaped = all(
        re.fullmatch(r"[^\W\d_](?:[^\W\d_]|['’-])*\.?", one) and one[0].isupper() for one in names
    )
    if (
        is_end
        or not shaped
        or (_NO_NAME | _SPEAKS | _GREETED) & set(plain)
        or any(map(of_things, plain))
    ):
        return words, ""
    return above, said


def without_card(words: str, name: str) -> tuple[str, str]:
    """Return words without his card, and that: his full name, what he is, how he is reached.

    Only what cannot be anything else, since it goes away from what he said.
    """
    lines = words.rstrip().split("\n")
    for row, line in enumerate(lines):
        if not row or not _is_named(plain_words(line), plain_words(name)):
            continue
        below = [one.strip() for one in lines[row + 1 :] if one.strip()]
        if 0 < len(below) <= CARD_LINES and all(map(_is_strictly_of_card, below)):
            above = lines[:row]
            while above and (not plain_words(above[-1]) or is_farewell(above[-1])):
                above.pop()
            if above:
                return "\n".join(above), "\n".join(lines[len(above) :]).strip()
    return words, ""


def _is_strictly_of_card(line: str) -> bool:
    if line[-1] in "?!:":
        return False
    long = re.findall(r"[^\W\d_]{4,}", line)
    is_named = bool(long) and 2 * sum(word[0].isupper() for word in long) >= len(long)
    is_short = len(line.split()) <= CARD_WORDS and not _SPEAKS & set(plain_words(line).split())
    is_reached = bool(_REACHED.search(line) or re.search(r"\d{3}[ .-]\d{4}", line))
    return is_short and (is_reached or (is_named and line[-1] != "."))


def is_card_of(words: str, name: str) -> bool:
    """Return whether lines that look like a signature begin with a name of his."""
    first = next((plain_words(line) for line in words.split("\n") if not is_farewell(line)), "")
    # One word may stand before it: "Mtra. Ruiz".
    return not set(plain_words(name).split()).isdisjoint(first.split()[:2])


def _is_of_card(line: str) -> bool:
    """Return whether a line says who somebody is, how he is reached, or what his motto is."""
    if "?" in line:
        return False
    if _REACHED.search(line):
        return True
    plain = plain_words(line).split()
    names = sum(1 for word in re.findall(r"[^\W\d_]{4,}", line) if word[0].isupper())
    if names > len([word for word in plain if len(word) > 3]) / 2:
        return True
    return len(plain) <= CARD_WORDS and not _SPEAKS & set(plain)


def _above_card(lines: list[str], name: str) -> list[str]:
    """Return the lines above his name and what short lines say of him below it."""
    for row, line in enumerate(lines):
        if row and _is_named(plain_words(line), name) and not lines[row - 1].strip():
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
    # "Lic. Ana Ruiz Ortiz" signs as "Ana Ruiz", too; what stands beside a name are no sentences.
    own = [word for word in own if word not in _TITLES and len(word) > 1]
    others = set(words) - set(own)
    is_whole = len(set(own) & set(words)) > 1 and (set(own) <= set(words) or not others - _TITLES)
    return is_whole and not _SPEAKS & others and len(words) <= len(own) + TITLES


def _without_name(plain: str, own: set[str]) -> str:
    """Return a farewell without the name behind it: "Saludos, Ana"."""
    words = plain.split()
    while len(words) > 1 and words[-1] in own:
        words.pop()
    return " ".join(words)


def _thanks(plain: str) -> bool:
    return bool(re.search(r"\b(?:thanks|thank you|gracias)\b", plain))


def plain_words(line: str) -> str:
    """Return a line in small letters, without accents and signs."""
    signs = unicodedata.normalize("NFD", line.lower())
    letters = "".join(sign for sign in signs if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s]", " ", letters).split())
