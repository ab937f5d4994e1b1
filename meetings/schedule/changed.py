"""What was done to the schedule: for whoever tells people and their calendars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from meetings.models import Meeting, Series


class Kind(StrEnum):
    """What happened."""

    CHANGED = "changed"
    CANCELLED = "cancelled"
    PUT_BACK = "put_back"
    # A day off came or went, or the host decided on it.
    LEFT_OUT = "left_out"
    HELD = "held"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One act of a host; without series and meetings nothing changed."""

    kind: Kind
    series: Sequence[Series] = ()
    """Whose own words, times or rule are others now; the last of them is the one that goes on."""
    meetings: Sequence[Meeting] = ()
    """Those that are to come and concerned: of a series that was changed, all of them."""
    asked_again: Sequence[Meeting] = ()
    """Those of them that are on another day now: what was answered to them is gone."""
    left_over: Mapping[int, Sequence[Meeting]] = field(default_factory=dict)
    """By membership, meetings at which somebody was expected, on days on which it meets no more."""
    words: str = ""
    """Why, as the host says."""

    def __bool__(self) -> bool:
        return bool(self.series or self.meetings)
