"""What people write of a discussion in a word or two: we face this too, thanks, a vote.

Pure. English and Spanish, as people type: without accents and capitals too. What is nothing but such
words is an act; with other words beside them it is a reply, and only votes are taken out of it, since
they are secret.
"""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

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
# Words of which people make "me too"; with one of the second line among them it is.
_TOO_WORDS = frozenset(
    word
    for line in (
        "too also same ditto likewise tambien igual igualmente mismo misma mismos mismas idem",
        "me us we i here this that it its these them is are am s have has face see had got get do in of at for with to",
        "on and so all as well very just exact exactly problem problems trouble thing things issue issues situation boat",
        "going through dealing struggle struggling experience experiencing happens happening happened our my school",
        "schools site district the a yo mi nos nosotros nosotras aqui aca pasa pasan pasando sucede ocurre esta estan",
        "estamos estoy lo el la los las problema problemas situacion cosa que en con de por para tenemos tengo vivimos",
        "esto eso este ese nuestra nuestro escuela distrito y al exactamente enfrentamos batallamos es andamos caso",
    )
    for word in line.split()
)
_TOO_SIGNS = frozenset(
    [
        "too",
        "also",
        "same",
        "ditto",
        "likewise",
        "tambien",
        "igual",
        "igualmente",
        "mismo",
        "misma",
        "idem",
    ]
)
TOO_LONG = 9
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
    r"(?:hi|hello|hey|hola|yes|yeah|yep|yup|si|oh|dear all|hi all|hello all|hola a todos|saludos(?: a todos)?|un saludo"
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
    "tb": "tambien",
    "tambn": "tambien",
    "tamvien": "tambien",
    "tanbn": "tambien",
    "graciass": "gracias",
    "gracia": "gracias",
    "garcias": "gracias",
    "thankss": "thanks",
    "thx": "thanks",
    "thks": "thanks",
    "thnks": "thanks",
    "thak": "thank",
    "tyvm": "thanks",
    "aki": "aqui",
    "alse": "also",
    "smae": "same",
    "saem": "same",
    "plz": "please",
    "pls": "please",
    "porfa": "por favor",
    "porfavor": "por favor",
}
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
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+")
_PIECES = re.compile(r"\s*,\s*|\s+(?:and|y|&|\+)\s+")
_BETWEEN = re.compile(r"\s*(?:,|&|\+|/|\band\b|\by\b|\be\b)\s*")


def folded(words: str) -> str:
    """Return the words as one line without accents, capitals and the signs around them."""
    plain = unicodedata.normalize("NFD", words.lower().replace("’", "'"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    kept = re.sub(r"[^\w\s,&+/]", " ", letters.replace("'", ""))
    short = re.sub(r"([^\W\d])\1{2,}", r"\1\1", kept)
    typed = (
        _TYPED.get(word, _TYPED.get(word[:-1], word) if word[-2:] == word[-1:] * 2 else word)
        for word in short.split()
    )
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
            acts = _acts(piece)
            if not acts and (piece or len(pieces) > 1) and not _POLITE.fullmatch(piece):
                return None
            if choices and _names_an_answer(piece, choices):
                raise _DoubtError(
                    _("We could not tell whether you vote. To vote, write only: vote 2")
                )
            found += [act for act in acts if act not in found]
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


def _acts(piece: str) -> list[Act]:
    """Return the acts of "me too" or "me too thanks"; none if there is anything else."""
    if act := _act(piece):
        return [act]
    words = piece.split()
    for at in range(1, min(len(words), 2 * SHORT)):
        both = [_act(" ".join(part)) for part in (words[:at], words[at:])]
        if both[0] and both[1] and both[0] != both[1]:
            return [act for act in both if act]
    return []


def _act(piece: str) -> Act | None:
    said = re.sub(r"^(?:yes|yeah|yep|yup|si|oh|and|y|hi|hola|pues) (?=\w)", "", piece)
    if _FACES.fullmatch(said) or _is_me_too(said):
        return Act(FACE)
    if _THANKED.fullmatch(said):
        return Act(THANKS)
    return None


def _is_me_too(said: str) -> bool:
    """Return whether short words are made of those for "me too" alone, and say it."""
    words = re.sub(r"\b(me|us|we|i|here) (?:to|2)$", r"\1 too", said).split()
    is_said = not _TOO_SIGNS.isdisjoint(words) and words != ["too"]
    return is_said and len(words) <= TOO_LONG and _TOO_WORDS.issuperset(words)


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


def _of_one(plain: str) -> str:
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
    if re.fullmatch(r"\d(?: \d)+", plain):
        plain = plain.replace(" ", ",")
    for _twice in range(2):
        plain = _WISHED.sub("", _WISHES.sub("", plain)).strip(" ,")
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
