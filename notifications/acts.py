"""What can be said of a thing in a word, by mail or by a link of a mail: "we face this too", a vote.

Each kind of thing that takes such words is registered, with what it understands and what it does.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.urls import reverse

from core.signed_links import StaleLinkError, make_short_token, read_short_token

if TYPE_CHECKING:
    from communities.models import Membership

SAY = "say"
SAY_LINK_LASTS = timedelta(days=90)
_FIRST_DAY = date(2026, 1, 1)
_HOLES = ["kind", "act", "0"]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that is said of another, such as ("vote", "1 3")."""

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody's words come to: acts, and what is left of the words to be posted."""

    acts: Sequence[Act] = ()
    rest: str = ""
    # A sentence on what could not be told; then nothing may be done.
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is answered, as the reader finds it."""

    title: str
    url: str
    # The kind and id that an act is done to, however long after.
    place: tuple[str, int]
    # What one can choose from in it now, and whether more than one.
    choices: Sequence[str] = ()
    multiple: bool = False


class Subject(Protocol):
    """Things of one kind. All is called inside the scope of the member's community."""

    # By name, what each act is called, in the language that is active.
    @property
    def acts(self) -> Mapping[str, str]: ...

    # What one may answer to such a thing, as mails say by way of example.
    @property
    def example(self) -> str: ...

    # Acts that are refused with a sentence where they cannot be done, and never posted as words.
    insists: Collection[str]

    # By act, what its page asks besides, in the language that is active: the answer is its value.
    @property
    def asks(self) -> Mapping[str, str]: ...

    def find(self, member: "Membership", ids: Collection[int]) -> Mapping[int, Thing]:
        """Return those of these things that the member may know of."""
        ...

    def may_act(self, object_id: int, words: str) -> bool:
        """Return whether the words may come to an act: most do not, and the thing is not looked for."""
        ...

    def read(self, thing: Thing, words: str) -> Said:
        """Return what the words come to, said of this thing; without a look at the database."""
        ...

    def words(self, thing: Thing, act: Act) -> str:
        """Return what an act says, in the language that is active: "We face this too"."""
        ...

    def meaning(self, member: "Membership", object_id: int, act: Act) -> str:
        """Return what it comes to if the member says it; empty where its name says that.

        Raises AnswerRefusedError where it is known before that he may not.
        """
        ...

    def check(self, member: "Membership", object_id: int, act: Act) -> None:
        """Raise AnswerRefusedError with a sentence unless the member may say it now."""
        ...

    def do(self, member: "Membership", object_id: int, act: Act) -> str:
        """Do it; return a sentence that says what was done.

        Raises AnswerRefusedError with a sentence.
        """
        ...

    def undo_until(self, member: "Membership", object_id: int, act: Act) -> datetime | None:
        """Return until when the link that did it takes it back; None if it does not."""
        ...

    def undo(self, member: "Membership", object_id: int, act: Act) -> str:
        """Take it back; return a sentence that says so. Raises AnswerRefusedError with a sentence."""
        ...


_subjects: dict[str, Subject] = {}


def register_subject(kind: str, subject: Subject) -> None:
    """Say what can be said of things of a kind; called from AppConfig.ready()."""
    _subjects[kind] = subject


def subject_of(kind: str) -> Subject | None:
    return _subjects.get(kind)


def example_of(label: str, kind: str) -> str:
    """Return how a thing with this label may be answered: "#A1 me too"."""
    subject = subject_of(kind)
    return f"#{label} {subject.example}" if subject else f"#{label}"


def say_url(community_id: int, member_id: int, kind: str, object_id: int, act: str) -> str:
    """Return the address of the page on which this member says this of a thing, with one button."""
    day = (date.today() - _FIRST_DAY).days  # noqa: DTZ011
    token = make_short_token(f"{SAY} {kind} {act}", community_id, member_id, object_id, day)
    return _path().format(kind=kind, act=act, token=token)


def say_ids(kind: str, act: str, token: str) -> tuple[int, int, int] | None:
    """Return the ids of community, membership and thing; None if it is none of our links.

    Raises StaleLinkError with the same ids for one that is too old.
    """
    numbers = read_short_token(f"{SAY} {kind} {act}", token)
    if not numbers or len(numbers) != 4:
        return None
    community_id, member_id, object_id, day = numbers
    if _FIRST_DAY + timedelta(days=day) < date.today() - SAY_LINK_LASTS:  # noqa: DTZ011
        raise StaleLinkError({"community": community_id, "member": member_id, kind: object_id})
    return community_id, member_id, object_id


@cache
def _path() -> str:
    """Return the address with holes: thousands are made in a row."""
    path = settings.SITE_URL + reverse("mailroom:say", args=_HOLES)
    return path.replace("/".join(_HOLES), "{kind}/{act}/{token}")
