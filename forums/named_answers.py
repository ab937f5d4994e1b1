"""Which answer of a vote words name: by its number, its words, a day; and which only hint at one.

Pure. English and Spanish. `choices` are the answers in their order; a place is counted from 1.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from core.numbers import number_in
from forums.folded_words import folded
from notifications.acts import Act

# So many words has a sentence at most that names an answer and may be a vote.
SHORT = 8
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
PLACED = re.compile(
    r"\d{1,2}\b(?! ?[/:])|(?:(?:the|la|el|option|opcion|number|numero|choice) )+"
    rf"(?:\d{{1,2}}|last|ultim[ao]|{'|'.join(_ORDINALS)})"
    r"(?:,| (?:one|option|opcion|choice|answer|because|since|so|porque|pero|but|para que)\b)"
)
# What people say around the answer that they wish for: "Friday works best for us".
_WISHES = re.compile(
    r"^(?:(?:i|we) (?:would |will )?(?:like|choose|pick|prefer|say|go with|would pick|would choose|would prefer)"
    r"|id (?:like|pick|choose|prefer)|put (?:me|us) down for|mark (?:me|us) (?:down )?for|lets do|please"
    r"|(?:yo |nosotr[oa]s )?(?:digo|decimos|preferimos|prefiero|preferiria|escojo|elijo)(?: que)?|mejor|por favor"
    r"|(?:me|nos) (?:gusta|conviene|queda|funciona)(?: mas| mejor| bien)?|(?:apunteme|anoteme|apuntenme|anotenme) para) "
)
_WISHED = re.compile(
    r",? (?:please|por favor|if possible|i guess|i think|si se puede|for (?:me|us)|para (?:mi|nosotr[oa]s)"
    r"|(?:is|are|would be) (?:best|better)|works|works (?:best|better|well|for (?:me|us)|(?:best|better|well) for (?:me|us))|it is"
    r"|(?:es|seria) mejor|(?:me|nos) (?:queda|conviene|funciona)(?: mejor| bien| mas)?)$"
)
# Yes and no as people type them, in either language.
_SAYS = {
    word: one.split()[0]
    for one in ("yes yeah yep yup yess si sii sip", "no nope nah nop")
    for word in one.split()
}
# How alike a mistyped answer is to the one meant, and at most to any other.
ALIKE, UNLIKE = 0.88, 0.75
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
# Days and months by all that people write for them, so that "Fri 16" names "Viernes 16 de abril".
_CALENDAR = {
    word: one.split()[0]
    for one in (
        "lunes monday mon lun monady munday",
        "martes tuesday tue tues teusday tusday tuseday",
        "miercoles wednesday wed weds mie wensday wednsday wendsday wednesay miercole",
        "jueves thursday thu thur thurs jue thrusday thurday thirsday juebes",
        "viernes friday fri vie firday friady biernes",
        "sabado saturday sat sab saterday satuday saturaday savado",
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
_BETWEEN = re.compile(r"\s*(?:,|&|\+|/|\band\b|\by\b|\be\b)\s*")


def names_an_answer(plain: str, choices: Sequence[str]) -> bool:
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


def names_another(rest: str, vote: Act, choices: Sequence[str]) -> bool:
    """Return whether words beside a vote have a word of another answer alone: "No, Wednesday"."""
    words = {word for word in _words(folded(rest)) if word.isalpha() and len(word) > 3}
    only = [having[0] for word in words if len(having := _having({word}, choices)) == 1]
    return any(str(place) not in vote.value.split() for place in only)


def tells_the_vote(rest: str, vote: Act, choices: Sequence[str]) -> bool:
    """Return whether words beside a vote have a word of that answer alone, and one of a wish."""
    words = set(_words(folded(rest)))
    only = [_having({word}, choices) for word in words - _PREFERS if word not in _FILLERS]
    return bool(_PREFERS & words) and any([int(at)] in only for at in vote.value.split())


def hints_at_an_answer(plain: str, choices: Sequence[str], *, alone: bool = True) -> bool:
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
        if (word.isalpha() and len(word) > 3) or number_in(word) > len(choices)
    )


def leaves_open(plain: str) -> bool:
    """Return whether a short sentence takes several answers, or any."""
    return len(plain.split()) <= SHORT and bool(_ANY.search(plain))


def prefers_an_answer(plain: str, choices: Sequence[str]) -> bool:
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


def takes_a_stand(plain: str, choices: Sequence[str]) -> bool:
    """Return whether words are for or against something that is asked by yes and no."""
    is_yes_or_no = not _YES_OR_NO.isdisjoint(map(folded, choices))
    return is_yes_or_no and not _STANDS.isdisjoint(plain.split())


def _tells(word: str, choices: Sequence[str], *, alone: bool = False) -> bool:
    """Return whether a word is in an answer, but not in each; or in it `alone`."""
    count = len(_having({word}, choices))
    return count == 1 or (not alone and 0 < count < len(choices))


def _of_a_day(number: str, choices: Sequence[str]) -> bool:
    return len(_having({number}, choices)) == 1 and int(number) > len(choices)


def place_named(plain: str, choices: Sequence[str]) -> int | None:
    """Return the place of the one answer that is named, in full or by words of it alone."""
    said = _words(re.sub(rf"^{_BEFORE}", "", plain))
    if not said:
        return None
    for place, choice in enumerate(choices, 1):
        if _words(folded(choice)) in (said, _words(plain)):
            return place
    if len(said) == 1 and said[0] in _SAYS:
        meant = [
            at for at, one in enumerate(choices, 1) if _SAYS.get(folded(one)) == _SAYS[said[0]]
        ]
        if len(meant) == 1:
            return meant[0]
    words = set(said) - _FILLERS
    if not any(word.isalpha() and len(word) > 2 for word in words):
        return None
    having = _having(words, choices)
    return having[0] if len(having) == 1 else _mistyped(plain, choices)


def _mistyped(plain: str, choices: Sequence[str]) -> int | None:
    """Return the place of the one answer without numbers that these words nearly are."""
    if len(plain) > 2 * max(map(len, choices), default=0) or re.search(r"\d", plain):
        return None
    ratios = [SequenceMatcher(None, plain, folded(choice)).ratio() for choice in choices]
    best = max(ratios)
    is_alone = sum(ratio >= UNLIKE for ratio in ratios) == 1
    place = ratios.index(best)
    return (
        place + 1 if best >= ALIKE and is_alone and not re.search(r"\d", choices[place]) else None
    )


def of_one(plain: str) -> str:
    """Return words with "fridays" as "friday"."""
    return re.sub(
        r"\b(\w+)s\b", lambda found: found[1] if found[1] in _CALENDAR else found[0], plain
    )


def _words(plain: str) -> list[str]:
    """Return folded words, days and months in one language and "24th" as "24"."""
    words = re.findall(r"\w+", re.sub(r"\bdont\b", "do not", _NTH.sub(r"\1", plain)))
    return [_CALENDAR.get(word, word) for word in words]


def _having(words: set[str], choices: Sequence[str]) -> list[int]:
    """Return the places of the answers in which all these words are."""
    return [
        place for place, choice in enumerate(choices, 1) if words <= set(_words(folded(choice)))
    ]


def places_named(plain: str, choices: Sequence[str]) -> set[int] | None:
    """Return the places of the answers that are named, if nothing else is said."""
    if re.fullmatch(r"\d(?: \d)+", plain):
        plain = plain.replace(" ", ",")
    for _twice in range(2):
        plain = _WISHED.sub("", _WISHES.sub("", plain)).strip(" ,")
    if not _PLACE.fullmatch(plain) and (named := place_named(plain, choices)):
        return {named}
    found: set[int] = set()
    for one in _BETWEEN.split(plain):
        piece = _LAST.sub(str(len(choices)), one) if choices else one
        place = _PLACE.fullmatch(piece)
        if place is None and (named := place_named(piece, choices)):
            found.add(named)
        elif place:
            number = place["place"]
            at = int(number) if number.isdecimal() else _ORDINALS[number]
            # "The 24th": there are not as many answers, but one is of that day.
            found.add(_having({number}, choices)[0] if _of_a_day(number, choices) else at)
        else:
            return None
    return found or None
