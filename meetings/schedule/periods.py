"""A month or a week as people see it on a calendar, on the clock that is active."""

from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import get_format
from django.utils.safestring import SafeString

DAYS = 7
# A calendar of years that no meeting is in would be no help; these keep every sum in its bounds.
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Day:
    """One field of the calendar."""

    day: date
    is_outside: bool
    """It belongs to the month before or after."""
    is_today: bool
    off: str
    """What the day off is called."""
    entries: SafeString
    """The list items of its meetings; empty without any."""

    @property
    def weekday(self) -> str:
        return str(WEEKDAYS[self.day.weekday()])


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a page shows, and the first days of those before and after."""

    weeks: Sequence[Sequence[date]]
    day: date
    """A day in it, by which it is called."""
    before: date | None
    after: date | None

    @property
    def first(self) -> date:
        return self.weeks[0][0]

    @property
    def last(self) -> date:
        return self.weeks[-1][-1]

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The instant at which it begins, and that at which it is over."""
        return midnight(self.first), midnight(self.last + timedelta(days=1))


def day_in(text: str | None) -> date:
    """Return the day that an address names; today where it names none."""
    try:
        found = date.fromisoformat((text or "")[:10])
    except ValueError:
        found = timezone.localdate()
    return min(max(found, FIRST), LAST)


def month_with(day: date) -> Period:
    """Return whole weeks around a month; a week begins as readers of the language expect it."""
    first = day.replace(day=1)
    # FIRST_DAY_OF_WEEK counts from Sunday, the calendar from Monday.
    weeks = Calendar((get_format("FIRST_DAY_OF_WEEK") - 1) % DAYS).monthdatescalendar(
        day.year, day.month
    )
    before = (first - timedelta(days=1)).replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return Period(weeks, first, _inside(before), _inside(after))


def week_with(day: date) -> Period:
    """Return the week of a day."""
    begins = (get_format("FIRST_DAY_OF_WEEK") - 1) % DAYS
    first = day - timedelta(days=(day.weekday() - begins) % DAYS)
    week = [first + timedelta(days=n) for n in range(DAYS)]
    step = timedelta(days=DAYS)
    return Period([week], first, _inside(first - step), _inside(first + step))


def filled(
    period: Period, entries: Mapping[date, SafeString], off: Sequence[tuple[date, date, str]]
) -> list[list[Day]]:
    """Return the weeks with the meetings of each day; one over midnight stands on its first day."""
    today = timezone.localdate()
    return [
        [
            Day(
                day=day,
                is_outside=len(period.weeks) > 1 and day.month != period.day.month,
                is_today=day == today,
                off=next((name for first, last, name in off if first <= day <= last), ""),
                entries=entries.get(day, SafeString()),
            )
            for day in week
        ]
        for week in period.weeks
    ]


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins on the clock that is active."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _inside(day: date) -> date | None:
    return day if FIRST <= day <= LAST else None
