"""A list of people, read line by line: whom it names, and what to say of each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import ngettext

from communities.known_people import KnownPeople
from communities.role_book import RoleBook


class Level(StrEnum):
    """What a line asks of the admin. The values are those of the component report_row."""

    OK = "ok"
    NOTE = "warning"
    ERROR = "error"


# What to do with a word that names no role; else: the key of the role that is meant.
ADD_ROLE = "+"
LEAVE_OUT = "-"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a spreadsheet: its number there, and its cells by the name of the column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """What was in a file or was pasted."""

    lines: Sequence[SourceLine]
    unused_columns: Sequence[str] = ()


@dataclass(slots=True)
class RosterLine:
    """What is said of a line."""

    number: int
    who: str
    level: Level = Level.OK
    sentences: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return all its sentences."""
        return " ".join(self.sentences)

    def note(self, sentence: str) -> None:
        self.sentences.append(sentence)
        if self.level is Level.OK:
            self.level = Level.NOTE

    def error(self, sentence: str) -> None:
        self.sentences.append(sentence)
        self.level = Level.ERROR


@dataclass(slots=True)
class RosterPerson:
    """Somebody to invite. Roles are keys; the site is a name."""

    email: str
    name: str
    line: int
    site: str = ""
    roles: list[str] = field(default_factory=list)
    circle: str = ""
    standing: str = ""
    language: str = ""


@dataclass(slots=True)
class UnknownRole:
    """A word that names no role, where it stands, and which role looks like it."""

    word: str
    suggestion: str | None
    lines: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Roster:
    """The outcome of reading a list of people."""

    lines: list[RosterLine] = field(default_factory=list)
    people: list[RosterPerson] = field(default_factory=list)
    """To be invited now."""
    former: list[RosterPerson] = field(default_factory=list)
    """Have left, or their invitation was withdrawn: invited only if the admin says so."""
    unknown_roles: dict[str, UnknownRole] = field(default_factory=dict)
    """Every word that no role has, decided or not, by its folded form."""
    new_roles: dict[str, str] = field(default_factory=dict)
    """Key of each role that the admin adds, to its name."""
    new_sites: list[str] = field(default_factory=list)
    unused_columns: Sequence[str] = ()
    role_labels: Mapping[str, str] = field(default_factory=dict)
    """Key of each role that is there, to what it is called."""

    def count(self, level: Level) -> int:
        return sum(line.level is level for line in self.lines)

    @property
    def ok(self) -> int:
        return self.count(Level.OK)

    @property
    def notes(self) -> int:
        return self.count(Level.NOTE)

    @property
    def errors(self) -> int:
        return self.count(Level.ERROR)

    @property
    def summary(self) -> str:
        """Return "56 people will be invited." in the reader's language."""
        return ngettext(
            "%(count)s person will be invited.",
            "%(count)s people will be invited.",
            len(self.people),
        ) % {"count": len(self.people)}


@dataclass(frozen=True, slots=True)
class RosterRules:
    """What a list of people is read against."""

    book: RoleBook
    sites: Sequence[str] = ()
    """Names of the sites that are there."""
    known: KnownPeople = field(default_factory=KnownPeople)
    decisions: Mapping[str, str] = field(default_factory=dict)
    """Folded word of an unknown role, to a role's key, ADD_ROLE or LEAVE_OUT."""
    add_all_roles: bool = False
    standings: frozenset[str] = frozenset({"guest", "member", "facilitator", "admin"})
    """Those that whoever invites may give."""
    language: str = "en"
    """Where a line says none."""
