"""What people write of a discussion in a word or two: we face this too, thanks, a vote.

Pure. English and Spanish, as people type: without accents and capitals too. What is nothing but such
words is an act; with other words beside them it is a reply, and only votes are taken out of it, since
they are secret.
"""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from forums.folded_words import folded
from forums.named_answers import (
    PLACED,
    SHORT,
    hints_at_an_answer,
    leaves_open,
    names_an_answer,
    names_another,
    of_one,
    place_named,
    places_named,
    prefers_an_answer,
    takes_a_stand,
    tells_the_vote,
)
from notifications.acts import Act, Said

# So many words at most may be a vote in words that no answer has: "nope".
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
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+")
_PIECES = re.compile(r"\s*,\s*|\s+(?:and|y|&|\+)\s+")


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
            if choices and names_an_answer(piece, choices):
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
        named = at == 0 and (place_named(plain, choices) or plain.isdecimal())
        if vote := _vote(sentence, choices, multiple, asked=not named):
            votes.append(vote)
            rest = rest.replace(sentence, "", 1)
        elif choices and (
            _ASKED.match(plain)
            or (at == 0 and PLACED.match(plain))
            or names_an_answer(plain, choices)
            or ("?" not in sentence and hints_at_an_answer(plain, choices))
            or ("?" not in sentence and leaves_open(plain))
        ):
            raise _DoubtError(_("We could not tell whether you vote. To vote, write only: vote 2"))
        elif (
            ("?" not in sentence and hints_at_an_answer(of_one(plain), choices, alone=False))
            or prefers_an_answer(of_one(plain), choices)
            or takes_a_stand(plain, choices)
        ):
            hinted = True
    # Beside a vote they are a reason for it, unless they tell it to everybody.
    if hinted and not (votes and not tells_the_vote(rest, votes[0], choices)):
        raise _DoubtError(_("We could not tell whether you vote. To vote, write only: vote 2"))
    if votes and names_another(rest, votes[0], choices):
        raise _DoubtError(_("We could not tell whether you vote. To vote, write only: vote 2"))
    if len(set(votes)) > 1:
        raise _DoubtError(_("You vote in two ways."))
    return Said(votes[:1], rest.strip())


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
    places = places_named(plain[said.end() :].strip() if said else plain, choices)
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
