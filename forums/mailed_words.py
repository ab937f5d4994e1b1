"""What people write of a discussion in a word or two: we face this too, thanks, a vote.

Pure. English and Spanish, as people type: without accents and capitals too. What is nothing but such
words is an act; with other words beside them it is a reply, and only votes are taken out of it, since
they are secret.
"""

import re
import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext as _

from notifications.acts import Act, Said

# Words of a sentence that names an answer and may be a vote; and of one that may be a vote in words
# that no answer has: "nope".
SHORT = 8
CURT = 3
FACE = "face"
THANKS = "thanks"
VOTE = "vote"

_SAME = r"(?:the )?same(?: problem| trouble| thing| issue| situation)?"
_THIS = r"(?:this|that|it|these)(?: problem| trouble| thing| issue| situation)?"
_TOO = r"(?: too| also| as well)"
_MISMO = r"(?:lo mismo|igual|el mismo problema|la misma situacion)"
_ESTO = r"(?:este problema|esto|eso|ese problema)"
_FACES = re.compile(
    "|".join(
        rf"(?:{pattern})"
        for pattern in (
            rf"(?:me|us|we|i|here){_TOO}",
            r"also (?:me|us)",
            r"(?:so|as) do (?:we|i)",
            rf"(?:it is |its |it s )?{_SAME} (?:here|for us|for me|with us|with me)(?: too)?",
            rf"(?:we|i)(?: also| all)? (?:face|have|see|had) {_SAME}(?: here)?{_TOO}?",
            rf"(?:we|i) (?:face|have|see|had) {_THIS}(?: here)?{_TOO}",
            rf"(?:we|i) also (?:face|have|see|had) {_THIS}(?: here)?",
            rf"we face {_THIS}",
            rf"(?:it|this|that) happens (?:to us|to me|here){_TOO}",
            r"(?:we are|were|we re|i am|im) in the same (?:boat|situation)",
            r"(?:y )?(?:yo|nosotr[oa]s|a mi|a nosotr[oa]s|aqui|aca)(?: nos pasa| me pasa| pasa)? tambien",
            r"(?:a nosotr[oa]s|a mi) tambien (?:nos|me) (?:pasa|sucede|ocurre)(?: lo mismo| igual| eso| esto)?",
            rf"(?:aqui |aca |a nosotr[oa]s |a mi )?(?:nos|me|aqui) (?:pasa|sucede|ocurre) {_MISMO}(?: aqui)?(?: tambien)?",
            r"(?:tambien )?(?:nos|me) (?:pasa|sucede)(?: a (?:nosotr[oa]s|mi))?(?: tambien)",
            r"tambien (?:nos|me) (?:pasa|sucede)(?: eso| esto| aqui)?",
            r"(?:aqui |aca )?(?:estamos|estoy) igual(?: aqui)?",
            r"(?:yo|nosotr[oa]s|a mi|a nosotr[oa]s) (?:estamos |estoy )?igual",
            r"igual (?:a |que |con |en )?(?:nosotr[oa]s|mi|yo)(?: tambien)?",
            rf"{_MISMO} (?:aqui|aca)|(?:aqui|aca) (?:pasa )?{_MISMO}",
            rf"(?:nosotr[oa]s |yo )?(?:tambien )?(?:tenemos|tengo) {_MISMO}(?: tambien| aqui)*",
            rf"(?:nosotr[oa]s |yo )?tambien (?:tenemos|tengo) {_ESTO}",
            rf"(?:nosotr[oa]s |yo )?(?:tenemos|tengo) {_ESTO} tambien",
        )
    )
)
_THANKED = re.compile(
    r"(?:many |a million |thanks |tysm )?(?:thanks|thank you|thank u|thx|ty|tysm|gracias)"
    r"(?: (?:you|all|everybody|everyone|so much|very much|a lot|a million|again|friends|amig[oa]s"
    r"|for (?:this|that|it|everything|all|sharing(?: this| it)?|(?:the|your|these|those) [a-z]+)"
    r"|a (?:todos|todas|usted|ustedes)|de nuevo|de veras|tod[oa]s"
    r"|por (?:todo|esto|eso|compartir(?: esto)?|(?:la|las|el|los|sus?|tus?) [a-z]+)))*"
    r"|(?:muchas|muchisimas|mil|mucha|muchas muchas) gracias"
    r"(?: (?:a (?:todos|todas|usted|ustedes)|de nuevo|tod[oa]s|por (?:todo|esto|eso|compartir(?: esto)?"
    r"|(?:la|las|el|los|sus?|tus?) [a-z]+)))*"
)
_POLITE = re.compile(
    r"(?:hi|hello|hey|hola|yes|yeah|si|oh|dear all|hi all|hello all|hola a todos|saludos(?: a todos)?|un saludo"
    r"|best|regards|best regards|kind regards|good morning|buenos dias|buenas tardes|buenas noches|buenas)"
)
_ASKED = re.compile(
    r"(?:(?:i|we) )?(?:would like to |want to )?vot(?:e|es|ed|ing)(?: is)?(?: goes)?(?: (?:for|to))?"
    r"|(?:my|our) vote(?: is| goes)?(?: (?:for|to))?"
    r"|(?:yo )?(?:voto|votamos|vota|votar)(?: por| para| a)?"
    r"|(?:mi|nuestro) voto(?: es| va)?(?: por| para| a)?"
)
_PICKED = re.compile(
    r"(?:(?:i|we) )?(?:choose|pick|prefer)|(?:yo )?(?:elijo|escojo|prefiero|elegimos|preferimos)"
)
_ORDINALS = {
    word: place
    for place, words in enumerate(
        (
            "first primera primero primer one uno una",
            "second segunda segundo two dos",
            "third tercera tercero tercer three tres",
            "fourth cuarta cuarto four cuatro",
            "fifth quinta quinto five cinco",
            "sixth sexta sexto six seis",
        ),
        1,
    )
    for word in words.split()
}
_BEFORE = (
    r"(?:(?:for|por|the|la|el|option|opcion|number|numero|num|no|nr|answer|choice|respuesta) )*"
)
_PLACE = re.compile(
    rf"{_BEFORE}(?P<place>\d{{1,2}}|{'|'.join(_ORDINALS)})(?:st|nd|rd|th|a|o)?"
    r"(?: (?:one|option|opcion|choice|answer|respuesta))?"
)
# A place that more words follow: "2 because …", "la segunda porque …".
_PLACED = re.compile(
    r"\d{1,2}\b(?! ?[/:])|(?:(?:the|la|el|option|opcion|number|numero|choice) )+"
    rf"(?:\d{{1,2}}|last|ultim[ao]|{'|'.join(_ORDINALS)})"
    r"(?:,| (?:one|option|opcion|choice|answer|because|since|so|porque|pero|but|para que)\b)"
)
_LAST = re.compile(r"^(?:the last(?: one)?|(?:la|el) ultim[ao])$")
# Words that are in many answers and name none.
_FILLERS = frozenset(
    [
        "the",
        "a",
        "an",
        "on",
        "in",
        "at",
        "for",
        "of",
        "to",
        "and",
        "el",
        "la",
        "los",
        "las",
        "de",
        "del",
        "por",
        "en",
        "al",
        "para",
        "y",
        "e",
        "o",
        "un",
        "una",
    ]
)
# As people type in a hurry, and as it is meant.
_TYPED = {
    "thankyou": "thank you",
    "thanku": "thank you",
    "thanx": "thanks",
    "thnx": "thanks",
    "tnx": "thanks",
    "grasias": "gracias",
    "graciaz": "gracias",
    "tanbien": "tambien",
    "tambein": "tambien",
    "tamben": "tambien",
    "tmb": "tambien",
    "tmbn": "tambien",
    "tmbien": "tambien",
    "ami": "a mi",
    "anosotros": "a nosotros",
    "anosotras": "a nosotras",
    "x": "por",
}
# Days and months by all that people write for them, so that "Fri 16" names "Viernes 16 de abril".
_CALENDAR = {
    word: one.split()[0]
    for one in (
        "lunes monday mon lun",
        "martes tuesday tue tues",
        "miercoles wednesday wed mie",
        "jueves thursday thu thur thurs jue",
        "viernes friday fri vie",
        "sabado saturday sat sab",
        "domingo sunday sun dom",
        "enero january jan ene",
        "febrero february feb",
        "marzo march",
        "abril april apr abr",
        "mayo may",
        "junio june jun",
        "julio july jul",
        "agosto august aug ago",
        "septiembre september sep sept",
        "octubre october oct",
        "noviembre november nov",
        "diciembre december dec dic",
    )
    for word in one.split()
}
_NTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
# With one of these a sentence that names an answer may say what one would vote for.
_PREFERS = frozenset(
    word
    for line in (
        "better best bad worse worst hard difficult mal malo mala peor dificil prefer prefers rather vote votes",
        "voting choose pick like works work suits good great fine easier",
        "want please can cant cannot could couldnt would wouldnt wont not hope perfect ideal mejor prefiero preferimos",
        "preferiria voto votamos votar escojo elijo conviene gusta gustaria quiero queremos puedo podemos podria",
        "favor bien facil funciona queda ojala perfecto puede pueden no",
    )
    for word in line.split()
)
_DAY = frozenset({"the", "el", "del", "al", "dia", "on"})
_YES_OR_NO = frozenset({"yes", "no", "si"})
_STANDS = frozenset(
    word
    for line in (
        "no not dont never nope yes yep sure agree disagree against si nunca jamas acuerdo contra favor claro",
    )
    for word in line.split()
)
_ANY = re.compile(
    r"\b(?:either|(?:any|all) of (?:them|these|the)|any (?:day|date|time|one)|cualquier|both|whichever|whatever|cualquiera|ambos|ambas"
    r"|l[oa]s (?:dos|tres)|me da igual|da lo mismo)\b"
)
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+")
_PIECES = re.compile(r"\s*,\s*|\s+(?:and|y|&|\+)\s+")
_BETWEEN = re.compile(r"\s*(?:,|&|\+|/|\band\b|\by\b|\be\b)\s*")


def folded(words: str) -> str:
    """Return the words as one line without accents, capitals and the signs around them."""
    plain = unicodedata.normalize("NFD", words.lower().replace("’", "'"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    kept = re.sub(r"[^\w\s,&+/]", " ", letters.replace("'", ""))
    typed = (_TYPED.get(word, word) for word in kept.split())
    return " ".join(typed).strip(" ,/+&")


def read_words(words: str, *, choices: Sequence[str], multiple: bool) -> Said:
    """Return what the words come to: acts, words to be posted, or a doubt.

    `choices` are the answers of the poll that is open there, if one is.
    """
    sentences = [one for one in _SENTENCES.split(words.strip()) if one.strip()]
    try:
        acts = _whole(words, choices, multiple)
        if acts is None:
            acts = _all_acts(sentences, choices, multiple)
        if acts is not None:
            return Said(acts)
        return _with_votes(words, sentences, choices, multiple)
    except _DoubtError as doubt:
        return Said(doubt=str(doubt))


class _DoubtError(Exception):
    """The message is a sentence for who wrote it."""


def _whole(words: str, choices: Sequence[str], multiple: bool) -> list[Act] | None:  # noqa: FBT001
    vote = _vote(words, choices, multiple, asked=False)
    return [vote] if vote else None


def _all_acts(
    sentences: Sequence[str],
    choices: Sequence[str],
    multiple: bool,  # noqa: FBT001
) -> list[Act] | None:
    """Return the acts if there is nothing but such words, and an act among them."""
    found: list[Act] = []
    for sentence in sentences:
        if vote := _vote(sentence, choices, multiple, asked=True):
            found.append(vote)
            continue
        if thanked := _vote_and_thanks(sentence, choices, multiple):
            found += thanked
            continue
        plain = folded(sentence)
        pieces = [plain] if _act(plain) else _PIECES.split(plain)
        for piece in pieces:
            act = _act(piece)
            if act is None and (piece or len(pieces) > 1) and not _POLITE.fullmatch(piece):
                return None
            if choices and _names_an_answer(piece, choices):
                raise _DoubtError(
                    _("We could not tell whether you vote. To vote, write only: vote 2")
                )
            if act and act not in found:
                found.append(act)
    return found or None


def _vote_and_thanks(
    sentence: str,
    choices: Sequence[str],
    multiple: bool,  # noqa: FBT001
) -> list[Act]:
    """Return the acts of "Friday evening, thank you"; none if it is anything else."""
    voted, comma, thanked = sentence.rpartition(",")
    if not choices or not comma or _act(folded(thanked)) != Act(THANKS):
        return []
    vote = _vote(voted, choices, multiple, asked=False)
    return [vote, Act(THANKS)] if vote else []


def _act(piece: str) -> Act | None:
    said = re.sub(r"^(?:yes|yeah|si|oh|and|y|hi|hola) (?=\w)", "", piece)
    if _FACES.fullmatch(said):
        return Act(FACE)
    if _THANKED.fullmatch(said):
        return Act(THANKS)
    return None


def _with_votes(
    words: str,
    sentences: Sequence[str],
    choices: Sequence[str],
    multiple: bool,  # noqa: FBT001
) -> Said:
    """Return the words without the sentences that vote. Raises _DoubtError."""
    votes: list[Act] = []
    rest = words
    hinted = bool(choices) and "?" not in words and len(folded(words).split()) <= CURT
    for at, sentence in enumerate(sentences):
        plain = folded(sentence)
        # What begins with an answer and nothing else has voted: "Tuesday. I work on all others."
        named = at == 0 and (_place_named(plain, choices) or plain.isdecimal())
        if vote := _vote(sentence, choices, multiple, asked=not named):
            votes.append(vote)
            rest = rest.replace(sentence, "", 1)
        elif choices and (
            _ASKED.match(plain)
            or (at == 0 and _PLACED.match(plain))
            or _names_an_answer(plain, choices)
            or ("?" not in sentence and _hints_at_an_answer(plain, choices))
            or ("?" not in sentence and _leaves_open(plain))
        ):
            raise _DoubtError(_("We could not tell whether you vote. To vote, write only: vote 2"))
        elif (
            ("?" not in sentence and _hints_at_an_answer(_of_one(plain), choices, alone=False))
            or _prefers_an_answer(_of_one(plain), choices)
            or _takes_a_stand(plain, choices)
        ):
            hinted = True
    # Beside a vote they are a reason for it, unless they tell it to everybody.
    if hinted and not (votes and not _tells_the_vote(rest, votes[0], choices)):
        raise _DoubtError(_("We could not tell whether you vote. To vote, write only: vote 2"))
    if votes and _names_another(rest, votes[0], choices):
        raise _DoubtError(_("We could not tell whether you vote. To vote, write only: vote 2"))
    if len(set(votes)) > 1:
        raise _DoubtError(_("You vote in two ways."))
    return Said(votes[:1], rest.strip())


def _names_an_answer(plain: str, choices: Sequence[str]) -> bool:
    """Return whether a sentence is an answer and little more, or a part of one."""
    said = _words(plain)
    one_line = f" {' '.join(said)} "
    is_short = len(said) <= SHORT
    return any(
        one_line.startswith(f" {' '.join(answer)} ")
        or (is_short and f" {' '.join(answer)} " in one_line)
        or set(said) <= set(answer)
        for answer in (_words(folded(choice)) for choice in choices)
    )


def _names_another(rest: str, vote: Act, choices: Sequence[str]) -> bool:
    """Return whether words beside a vote have a word of another answer alone: "No, Wednesday"."""
    words = {word for word in _words(folded(rest)) if word.isalpha() and len(word) > 3}
    only = [having[0] for word in words if len(having := _having({word}, choices)) == 1]
    return any(str(place) not in vote.value.split() for place in only)


def _tells_the_vote(rest: str, vote: Act, choices: Sequence[str]) -> bool:
    """Return whether words beside a vote have a word of that answer alone, and one of a wish."""
    words = set(_words(folded(rest)))
    only = [_having({word}, choices) for word in words - _PREFERS if word not in _FILLERS]
    return bool(_PREFERS & words) and any([int(at)] in only for at in vote.value.split())


def _hints_at_an_answer(plain: str, choices: Sequence[str], *, alone: bool = True) -> bool:
    """Return whether a short sentence begins or ends with a word of an answer, but not of each.

    `alone`: of that answer only.
    """
    words = [word for word in _words(plain) if word not in _FILLERS]
    if not words or len(plain.split()) > SHORT:
        return False
    ends = {words[0], words[-1]}
    return any(
        _tells(word, choices, alone=alone)
        for word in ends
        if (word.isalpha() and len(word) > 3) or (word.isdecimal() and int(word) > len(choices))
    )


def _leaves_open(plain: str) -> bool:
    """Return whether a short sentence takes several answers, or any."""
    return len(plain.split()) <= SHORT and bool(_ANY.search(plain))


def _prefers_an_answer(plain: str, choices: Sequence[str]) -> bool:
    """Return whether a sentence of any length has a word of an answer, and one of a wish.

    Only the number of a day counts, not that of other things: "the 10th", "el 10", "April 10".
    """
    words = _words(plain)
    if not _PREFERS & set(words):
        return False
    telling = {word for word in words if word.isalpha() and len(word) > 3 and word not in _PREFERS}
    named = any(_tells(word, choices) for word in telling)
    before = re.findall(r"\b(?=(\w+) (\d{1,2})\b)", plain)
    days = {day for word, day in before if word in _CALENDAR or word in _DAY}
    days |= set(_NTH.findall(plain))
    return named or any(_of_a_day(day, choices) for day in days)


def _takes_a_stand(plain: str, choices: Sequence[str]) -> bool:
    """Return whether words are for or against something that is asked by yes and no."""
    is_yes_or_no = not _YES_OR_NO.isdisjoint(map(folded, choices))
    return is_yes_or_no and not _STANDS.isdisjoint(plain.split())


def _tells(word: str, choices: Sequence[str], *, alone: bool = False) -> bool:
    """Return whether a word is in an answer, but not in each; or in it `alone`."""
    count = len(_having({word}, choices))
    return count == 1 or (not alone and 0 < count < len(choices))


def _of_a_day(number: str, choices: Sequence[str]) -> bool:
    return len(_having({number}, choices)) == 1 and int(number) > len(choices)


def _place_named(plain: str, choices: Sequence[str]) -> int | None:
    """Return the place of the one answer that is named, in full or by words of it alone."""
    said = _words(re.sub(rf"^{_BEFORE}", "", plain))
    if not said:
        return None
    for place, choice in enumerate(choices, 1):
        if _words(folded(choice)) in (said, _words(plain)):
            return place
    words = set(said) - _FILLERS
    if not any(word.isalpha() and len(word) > 2 for word in words):
        return None
    having = _having(words, choices)
    return having[0] if len(having) == 1 else None


def _of_one(plain: str) -> str:
    """Return words with "fridays" as "friday"."""
    return re.sub(
        r"\b(\w+)s\b", lambda found: found[1] if found[1] in _CALENDAR else found[0], plain
    )


def _words(plain: str) -> list[str]:
    """Return folded words, days and months in one language and "24th" as "24"."""
    words = re.findall(r"\w+", _NTH.sub(r"\1", plain))
    return [_CALENDAR.get(word, word) for word in words]


def _having(words: set[str], choices: Sequence[str]) -> list[int]:
    """Return the places of the answers in which all these words are."""
    return [
        place for place, choice in enumerate(choices, 1) if words <= set(_words(folded(choice)))
    ]


def _vote(
    words: str,
    choices: Sequence[str],
    multiple: bool,  # noqa: FBT001
    *,
    asked: bool,
) -> Act | None:
    """Return the vote that these words are, from first to last; only with a word for it if `asked`.

    Raises _DoubtError for a vote that cannot be counted.
    """
    plain = folded(words)
    said = next((found for ask in (_ASKED, _PICKED) if (found := ask.match(f"{plain} "))), None)
    if said is None and (asked or not choices):
        return None
    places = _places(plain[said.end() :].strip() if said else plain, choices)
    if places is None:
        return None
    if not choices:
        raise _DoubtError(_("There is no open vote there."))
    if said is None and "?" in words:
        raise _DoubtError(_("We could not tell whether you vote. To vote, write only: vote 2"))
    if max(places) > len(choices) or min(places) < 1:
        raise _DoubtError(_("The vote has the answers 1 to %(count)d.") % {"count": len(choices)})
    if len(places) > 1 and not multiple:
        raise _DoubtError(_("One can vote for one answer only."))
    return Act(VOTE, " ".join(map(str, sorted(places))))


def _places(plain: str, choices: Sequence[str]) -> set[int] | None:
    """Return the places of the answers that are named, if nothing else is said."""
    plain = re.sub(r",? (?:please|pls|por favor)$", "", plain)
    if not _PLACE.fullmatch(plain) and (named := _place_named(plain, choices)):
        return {named}
    found: set[int] = set()
    for one in _BETWEEN.split(plain):
        piece = _LAST.sub(str(len(choices)), one) if choices else one
        place = _PLACE.fullmatch(piece)
        if place is None and (named := _place_named(piece, choices)):
            found.add(named)
        elif place:
            number = place["place"]
            at = int(number) if number.isdecimal() else _ORDINALS[number]
            # "The 24th": there are not as many answers, but one is of that day.
            found.add(_having({number}, choices)[0] if _of_a_day(number, choices) else at)
        else:
            return None
    return found or None
