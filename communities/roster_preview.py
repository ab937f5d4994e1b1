"""One page of what is said of a list of people, as its preview shows it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from communities.roster import Level, Roster, RosterLine
from core.numbers import number_in

LINES_PER_PAGE = 100

SHOWN = {"errors": Level.ERROR, "notes": Level.NOTE, "good": Level.OK}


@dataclass(frozen=True, slots=True)
class PreviewTab:
    """A way to look at the lines."""

    key: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """Some lines of a report, and the ways to the others."""

    lines: list[RosterLine]
    tabs: list[PreviewTab]
    show: str
    number: int
    count: int

    @property
    def previous_url(self) -> str:
        return f"?show={self.show}&page={self.number - 1}" if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return f"?show={self.show}&page={self.number + 1}" if self.number < self.count else ""


def preview_page(roster: Roster, *, show: str = "", page: str = "") -> PreviewPage:
    """Return the lines that were asked for; by itself it shows what has to be mended first."""
    if show not in {"all", *SHOWN}:
        show = "errors" if roster.errors else "all"
    chosen = [line for line in roster.lines if show == "all" or line.level is SHOWN[show]]
    pages = max(1, -(-len(chosen) // LINES_PER_PAGE))
    number = min(number_in(page) or 1, pages)
    first = (number - 1) * LINES_PER_PAGE
    words = [
        ("all", _("All lines"), len(roster.lines)),
        ("errors", _("Cannot be used"), roster.errors),
        ("notes", _("Please check"), roster.notes),
        ("good", _("Good"), roster.ok),
    ]
    tabs = [PreviewTab(key, label, count, key == show) for key, label, count in words]
    return PreviewPage(chosen[first : first + LINES_PER_PAGE], tabs, show, number, pages)
