"""What an answer in plain words says: "Yes, I'll bring two." Never guessed: None if it is not sure.

Pure: English and Spanish, numbers in words and digits.
"""

import re
import unicodedata
from dataclasses import dataclass

from meetings.models.answer import MOST_GUESTS, Answer

MOST_LETTERS = 2_000
NUMBERS = {
    **dict.fromkeys(("a", "an", "one", "un", "una", "uno"), 1),
    **dict.fromkeys(("two", "dos"), 2),
    **dict.fromkeys(("three", "tres"), 3),
    **dict.fromkeys(("four", "cuatro"), 4),
    **dict.fromkeys(("five", "cinco"), 5),
    **dict.fromkeys(("six", "seis"), 6),
    **dict.fromkeys(("seven", "siete"), 7),
    **dict.fromkeys(("eight", "ocho"), 8),
    **dict.fromkeys(("nine", "nueve"), 9),
    **dict.fromkeys(("ten", "diez"), 10),
    **dict.fromkeys(("nobody", "nadie"), 0),
}
_NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(NUMBERS)})"
_PEOPLE = (
    r"(?: (?:more|other|others|mas))?(?: (?:people|persons?|guests?|friends?|kids?|child|children"
    r"|sons?|daughters?|colleagues?|neighbors?|parents?|family members|personas?|invitad[oa]s?"
    r"|amig[oa]s?|nin[oa]s?|hij[oa]s?|coleg[a]s?|companer[oa]s?|vecin[oa]s?|familiares))?"
    r"(?: (?:with me|along|conmigo|mas))?"
)
_BRINGS = (
    r"(?:(?:i|we|i ll|i will|we ll|we will|i m|i am|we are|and|plus|y|e)? ?"
    r"(?:ll |will |am |m )?(?:bring|bringing|with|plus|together with|con|mas"
    r"|(?:voy|vamos|ire|iremos|vengo|venimos|llego) con"
    r"|llevo(?: a)?|llevare(?: a)?|llevamos(?: a)?|traigo(?: a)?|traere(?: a)?|traemos(?: a)?))"
)
_GUESTS = re.compile(rf"{_BRINGS} {_NUMBER}{_PEOPLE}")
# All of them, the writer among them.
_ALL = re.compile(
    rf"(?:(?:we|there) (?:will be|ll be|are|come) {_NUMBER}(?: of us)?(?: in all)?"
    r"|(?:seremos|somos|vamos|iremos) (?P<total>\d{1,3}|"
    rf"{'|'.join(NUMBERS)})(?: en total)?)"
)
YES = (
    "yes|yes i will|yes i do|yes i can|yep|yeah|yes please|sure|of course|count me in|i m in|i am in"
    "|i ll come|i will come|i ll be there|i will be there|we ll be there|we will be there"
    "|i m coming|i am coming|we are coming|i can come|i can make it|i ll make it|see you there"
    "|si|si voy|voy|si ire|ire|si puedo ir|claro|claro que si|por supuesto|con gusto|si con gusto"
    "|cuenten conmigo|cuente conmigo|ahi estare|alli estare|si ahi estare|si alli estare"
    "|ahi estaremos|alli estaremos|asistire|si asistire|confirmo|confirmo mi asistencia|nos vemos"
    "|nos vemos alli|nos vemos ahi|yes i ll come|yes i will come|yes i ll be there"
    "|yes i will be there|yes i m coming|yes i am coming|yes we are coming|yes see you there"
)
NO = (
    "no|nope|no i can t|no i cannot|no i can not|i can t|i cannot|i can t come|i cannot come"
    "|i can not come|i can t make it|i cannot make it|can t make it|can t come|i won t come"
    "|i will not come|i won t be there|i will not be there|i m not coming|i am not coming"
    "|not coming|not this time|no i m not coming|no i am not coming|no i can t come"
    "|no i can t make it|i won t make it|i can t come after all|i cannot come after all"
    "|no puedo|no puedo ir|no voy|no ire|no podre|no podre ir|no asistire|no puedo asistir"
    "|no podre asistir|no no puedo|no no puedo ir|no no voy|esta vez no|no esta vez"
    "|al final no puedo|al final no voy|no voy a poder|no voy a ir"
)
MAYBE = (
    "maybe|perhaps|possibly|i might|i might come|i may come|maybe i will come|maybe i ll come"
    "|not sure|i m not sure|i am not sure|i m not sure yet|i am not sure yet|not sure yet"
    "|i don t know|i don t know yet|i do not know yet|i do not know|tentative"
    "|tal vez|quiza|quizas|a lo mejor|puede ser|puede que si|no se|no lo se|aun no se|todavia no se"
    "|no estoy segura|no estoy seguro|aun no lo se|todavia no lo se|posiblemente|tal vez vaya"
)
LATE = (
    "i m running late|i am running late|running late|i will be late|i ll be late|i m late"
    "|i am late|i m a bit late|i am a bit late|i ll be a bit late|i will be a bit late"
    "|i ll be a little late|llego tarde|llegare tarde|voy tarde|voy a llegar tarde"
    "|llego un poco tarde|llegare un poco tarde|voy con retraso|me retraso"
)
_ANSWERS = {
    **dict.fromkeys(YES.split("|"), Answer.YES),
    **dict.fromkeys(NO.split("|"), Answer.NO),
    **dict.fromkeys(MAYBE.split("|"), Answer.MAYBE),
}
_LATE = frozenset(LATE.split("|"))
POLITE = re.compile(
    r"(?:hi|hello|dear|hey|hola|buenos dias|buenas tardes|buenas noches|buenas|good morning"
    r"|good afternoon|good evening)(?: \w+){0,3}"
    r"|thanks|thank you|thank you very much|many thanks|thanks a lot|thanks for the invitation"
    r"|thank you for the invitation|gracias|muchas gracias|mil gracias"
    r"|gracias por la invitacion|muchas gracias por la invitacion|sorry|i m sorry|i am sorry"
    r"|unfortunately|lo siento|lo siento mucho|perdon|disculpe|disculpen|lamentablemente"
    r"|no problem|saludos|un saludo|un abrazo|best|regards|best regards|kind regards"
)
# What takes back, or binds to something, what was said before.
TAKES_BACK = re.compile(
    r"\b(?:not?|n|t|cannot|never|if|unless|except|but|only|or|wait|actually|however|instead|until"
    r"|pero|si|salvo|excepto|menos|solo|ni|nunca|aunque|cuando|unless|hasta|mejor|depende"
    r"|depends|maybe|perhaps|tal vez|quizas?|might)\b"
)
_CLAUSE = re.compile(r"[.!?;,:()\n]+| - | – | — ")
_NOT_LETTERS = re.compile(r"[^a-z0-9+]+")


@dataclass(frozen=True, slots=True)
class Said:
    """What is sure of an answer; `guests` is None where nothing is said of them."""

    answer: Answer
    guests: int | None = None
    is_late: bool = False
    # There is more in it than that: for the host to read.
    says_more: bool = False


def read_reply(text: str) -> Said | None:
    """Return what the text says for sure; None if that is nothing, or two things."""
    if len(text) > MOST_LETTERS:
        return None
    clauses = [bare for part in _CLAUSE.split(text) if (bare := plain(part))]
    while clauses and POLITE.fullmatch(clauses[0]):
        clauses = clauses[1:]
    if not clauses:
        return None
    heard = _Heard()
    try:
        # An answer comes first; what begins otherwise is a letter.
        first, *others = [*_parted(clauses[0]), *clauses[1:]]
        heard.hear(first)
        if heard.says_more or (heard.answer is None and _GUESTS.fullmatch(first)):
            return None
        for clause in others:
            heard.hear(clause)
        return heard.said()
    except _UnsureError:
        return None


class _UnsureError(Exception):
    """It says two things that do not go together, or takes back what it said."""


class _Heard:
    """What was understood of one clause after the other."""

    def __init__(self) -> None:
        self.answer: Answer | None = None
        self.guests: int | None = None
        self.is_late = self.says_more = False

    def hear(self, clause: str) -> None:
        """Take in one clause. Raises _UnsureError."""
        answer, guests = _answer(clause), _guests(clause)
        if answer is not None:
            self._once(self.answer, answer)
            self.answer = answer
        elif guests is not None:
            self._once(self.guests, guests)
            self.guests = guests
        elif clause in _LATE:
            self.is_late = True
        elif not POLITE.fullmatch(clause):
            if self.answer != Answer.NO and TAKES_BACK.search(clause):
                raise _UnsureError
            self.says_more = True

    def said(self) -> Said:
        """Return all of it; who says only how many, or that he is late, comes. Raises _UnsureError."""
        answer = self.answer or Answer.YES
        brings = self.guests or 0
        if brings > MOST_GUESTS or (answer == Answer.NO and (self.is_late or brings)):
            raise _UnsureError
        return Said(answer, self.guests, self.is_late, self.says_more)

    @staticmethod
    def _once[T](before: T | None, now: T) -> None:
        if before is not None and before != now:
            raise _UnsureError


def _answer(clause: str) -> Answer | None:
    return _ANSWERS.get(clause)


def _parted(clause: str) -> list[str]:
    """Return "yes i ll bring two" as "yes" and "i ll bring two", where the second part is of guests."""
    words = clause.split()
    for at in range(1, len(words)):
        left, right = " ".join(words[:at]), " ".join(words[at:])
        if _answer(left) is not None and _guests(right) is not None:
            return [left, right]
    return [clause]


def _guests(clause: str) -> int | None:
    """Return how many come besides the writer, if that is all that the clause says."""
    if found := re.fullmatch(r"\+ ?(\d{1,2})", clause):
        return int(found[1])
    if found := _ALL.fullmatch(clause):
        said = found["number"] or found["total"]
        return max(0, (int(said) if said.isdigit() else NUMBERS[said]) - 1)
    if found := _GUESTS.fullmatch(clause):
        said = found["number"]
        return int(said) if said.isdigit() else NUMBERS[said]
    return None


def plain(text: str) -> str:
    """Return it in small letters without accents and marks, apostrophes as spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(one for one in letters if not unicodedata.combining(one))
    return _NOT_LETTERS.sub(" ", bare).strip()
