"""What is written into a calendar: one meeting, or a series with what differs from its rule."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Method(StrEnum):
    """RFC 5546, section 1.4: what an invitation asks for."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Answer(StrEnum):
    """PARTSTAT, RFC 5545, section 3.2.12."""

    NONE = "NEEDS-ACTION"
    YES = "ACCEPTED"
    NO = "DECLINED"
    MAYBE = "TENTATIVE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is named in a calendar; as an organizer, answers go to the address."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One meeting of a series that differs from the others; what is None is as in the series."""

    slot: str
    """The local start that the rule gave, "20261208T190000"."""
    start: datetime
    """Local, on the clock of the series; so is `end`."""
    end: datetime
    changed_at: datetime
    sequence: int = 0
    cancelled: bool = False
    summary: str | None = None
    description: str | None = None
    location: str | None = None
    url: str | None = None
    conference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A meeting, or a series of them if there is a rule. Texts are plain; any of them may be ""."""

    uid: str
    sequence: int
    zone: str
    """Name of the IANA zone on whose clock everything local is."""
    start: datetime
    """Local and naive: of the first meeting."""
    end: datetime
    created_at: datetime
    changed_at: datetime
    """Aware. Of the series; what differs has its own."""
    summary: str
    rule: str = ""
    """As meetings.recurrence stores it."""
    left_out: tuple[str, ...] = ()
    """Slots at which the rule has a meeting and the series has none."""
    overrides: tuple[Override, ...] = ()
    description: str = ""
    location: str = ""
    url: str = ""
    """The page of it."""
    conference: str = ""
    """The link to a call."""
    organizer: Person | None = None
    cancelled: bool = False
    language: str = ""
    """What summary, description and location are in, as BCP 47 has it; "" if unknown."""
    categories: tuple[str, ...] = ()
