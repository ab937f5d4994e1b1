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

# Words of a sentence that names an answer and may be a vote.
SHORT = 8
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
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+")
_PIECES = re.compile(r"\s*,\s*|\s+(?:and|y|&|\+)\s+")
_BETWEEN = re.compile(r"\s*(?:,|&|\+|/|\band\b|\by\b|\be\b)\s*")


def folded(words: str) -> str:
    """Return the words as one line without accents, capitals and the signs around them."""
    plain = unicodedata.normalize("NFD", words.lower().replace("’", "'"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    kept = re.sub(r"[^\w\s,&+/]", " ", letters.replace("'", ""))
    return " ".join(kept.split()).strip(" ,/+&")


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
        plain = folded(sentence)
        pieces = [plain] if _act(plain) else _PIECES.split(plain)
        for piece in pieces:
            act = _act(piece)
            if act is None and (piece or len(pieces) > 1) and not _POLITE.fullmatch(piece):
                return None
            if act and act not in found:
                found.append(act)
    return found or None


def _act(piece: str) -> Act | None:
    said = re.sub(r"^(?:yes|yeah|si|oh|and|y|hi|hola) (?=\w)", "", piece)
    # "gracias x compartir".
    said = re.sub(r"\bx\b", "por", said)
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
    for at, sentence in enumerate(sentences):
        plain = folded(sentence)
        # What begins with an answer and nothing else has voted: "Tuesday. I work on all others."
        named = at == 0 and _place_named(plain, choices)
        if vote := _vote(sentence, choices, multiple, asked=not named):
            votes.append(vote)
            rest = rest.replace(sentence, "", 1)
        elif choices and (
            _ASKED.match(plain)
            or _names_an_answer(plain, choices)
            or ("?" not in sentence and _hints_at_an_answer(plain, choices))
        ):
            raise _DoubtError(_("We could not tell whether you vote. To vote, write only: vote 2"))
    if votes and _names_another(rest, votes[0], choices):
        raise _DoubtError(_("We could not tell whether you vote. To vote, write only: vote 2"))
    if len(set(votes)) > 1:
        raise _DoubtError(_("You vote in two ways."))
    return Said(votes[:1], rest.strip())


def _names_an_answer(plain: str, choices: Sequence[str]) -> bool:
    """Return whether a sentence is an answer and little more, or a part of one."""
    answers = [folded(choice) for choice in choices]
    is_short = len(plain.split()) <= SHORT
    return any(
        f"{plain} ".startswith(f"{answer} ")
        or (is_short and f" {answer} " in f" {plain} ")
        or set(plain.split()) <= set(answer.split())
        for answer in answers
    )


def _names_another(rest: str, vote: Act, choices: Sequence[str]) -> bool:
    """Return whether words beside a vote have a word of another answer alone: "No, Wednesday"."""
    words = {word for word in re.findall(r"\w+", folded(rest)) if word.isalpha() and len(word) > 3}
    only = [having[0] for word in words if len(having := _having({word}, choices)) == 1]
    return any(str(place) not in vote.value.split() for place in only)


def _hints_at_an_answer(plain: str, choices: Sequence[str]) -> bool:
    """Return whether a short sentence begins or ends with a word of one answer alone."""
    words = [word for word in re.findall(r"\w+", plain) if word not in _FILLERS]
    if not words or len(plain.split()) > SHORT:
        return False
    ends = {word for word in (words[0], words[-1]) if word.isalpha() and len(word) > 3}
    return any(len(_having({word}, choices)) == 1 for word in ends)


def _place_named(plain: str, choices: Sequence[str]) -> int | None:
    """Return the place of the one answer that is named, in full or by words of it alone."""
    said = re.findall(r"\w+", re.sub(rf"^{_BEFORE}", "", plain))
    if not said:
        return None
    for place, choice in enumerate(choices, 1):
        if re.findall(r"\w+", folded(choice)) in (said, re.findall(r"\w+", plain)):
            return place
    words = set(said) - _FILLERS
    if not any(word.isalpha() and len(word) > 2 for word in words):
        return None
    having = _having(words, choices)
    return having[0] if len(having) == 1 else None


def _having(words: set[str], choices: Sequence[str]) -> list[int]:
    """Return the places of the answers in which all these words are."""
    return [
        place
        for place, choice in enumerate(choices, 1)
        if words <= set(re.findall(r"\w+", folded(choice)))
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
    for piece in _BETWEEN.split(plain):
        place = _PLACE.fullmatch(piece)
        if place is None and (named := _place_named(piece, choices)):
            found.add(named)
        elif place:
            number = place["place"]
            found.add(int(number) if number.isdecimal() else _ORDINALS[number])
        else:
            return None
    return found or None
