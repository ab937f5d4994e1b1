"""The months that a site is asked about, and the days on which it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

# Until this day of a month one is asked about the month before: there is nothing to tell yet.
EARLY = 10


@dataclass(frozen=True, slots=True)
class Period:
    """So many whole months; `last` is the first day of the last of them.

    Of two months each ends with an even month, of three with a quarter of the year, so that none
    reaches from one year into the next.
    """

    last: date
    months: int

    @property
    def first(self) -> date:
        return self.last.replace(month=self.last.month - self.months + 1)

    @property
    def words(self) -> str:
        """Return "November 2026" or "October to December 2026", in the language that is active."""
        last = date_format(self.last, "YEAR_MONTH_FORMAT")
        if self.months == 1:
            return last
        return _("%(first)s to %(last)s") % {"first": date_format(self.first, "F"), "last": last}

    def question(self, site: str) -> str:
        """Return what the site is asked, in the language that is active."""
        values = {
            "site": site,
            "first": date_format(self.first, "F"),
            "last": date_format(self.last, "F"),
        }
        if self.months == 1:
            return _("What happened at %(site)s in %(last)s?") % values
        return _("What happened at %(site)s from %(first)s to %(last)s?") % values


def period_asked_on(day: date, months: int) -> Period:
    """Return what is asked about on one of the days of asking."""
    return Period((day - timedelta(days=EARLY)).replace(day=1), months)


def next_asking(after: date, *, day: int, months: int) -> date:
    """Return the first day after this one on which sites are asked: the `day`-th of a month."""
    return next(asked for asked in _askings(after, day, months) if asked > after)


def last_asking(since: date, until: date, *, day: int, months: int) -> date:
    """Return the last day of asking up to `until`, or `since`, which is one: missed ones are not made up."""
    asked = since
    while (coming := next_asking(asked, day=day, months=months)) <= until:
        asked = coming
    return asked


def _askings(around: date, day: int, months: int) -> Iterator[date]:
    month = around.replace(day=1)
    while True:
        asked = month.replace(day=day)
        if period_asked_on(asked, months).last.month % months == 0:
            yield asked
        month = (month + timedelta(days=31)).replace(day=1)
