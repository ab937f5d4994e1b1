"""What a rule of recurrence comes to: checked, expanded, split, so that none can hang."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .grammar import Rule, RuleError, read_rule

MOST: Final = 1000
"""Meetings of one series."""
LONGEST: Final = timedelta(days=5 * 366)
"""From the first meeting of a series to its last."""


def checked_rule(text: str, *, first: datetime) -> str:
    """Return the rule in its canonical form; `first` is the local start of the first meeting.

    Days that RFC 5545 takes from the first start are written out. Raise RuleError if it is none,
    has no end, gives no meeting, more than `MOST`, or one later than `LONGEST` after the first.
    """
    rule = read_rule(text, first=first)
    if rule.count is None and rule.last_day is None:
        raise RuleError(_("Say when the series ends: on a day, or after a number of meetings."))
    if rule.last_day is not None and rule.last_day < first.date():
        raise RuleError(_("The last day is before the first meeting. Choose a later one."))
    if rule.last_day is not None and rule.last_day > _latest(first):
        raise RuleError(_("A series can last five years. Choose an earlier last day."))
    match = next(_given(rule, first), None)
    if match is None:
        raise RuleError(_("No day is like that. Choose other days, or a later end."))
    if match != first:
        # What is then the first meeting, RFC 5545 leaves open, and programs differ.
        words = _("The first meeting is not on a day that you chose. The next such day is %(day)s.")
        raise RuleError(words % {"day": date_format(match, "DATE_FORMAT")})
    found = _starts(first, rule, most=MOST + 1)
    if len(found) > MOST or (rule.count or 0) > MOST:
        raise RuleError(_("A series can have 1,000 meetings. Choose an earlier end."))
    if rule.count is not None and len(found) < rule.count:
        raise RuleError(_("A series can last five years. Choose fewer meetings."))
    return str(rule)


def starts(first: datetime, rule: str) -> list[datetime]:
    """Return the local starts in order, at most `MOST`; `first` is always the first of them.

    It also counts as the first of COUNT (RFC 5545, section 3.8.5.3). An empty rule gives `first`
    alone. Raise RuleError if it is no rule.
    """
    if not rule:
        return [first]
    return [*_starts(first, read_rule(rule, first=first), most=MOST)]


def first_match(first: datetime, rule: str) -> datetime | None:
    """Return the first start from `first` on that the rule gives by itself; None if none."""
    return next(_given(read_rule(rule, first=first), first), None) if rule else first


def split_rule(first: datetime, rule: str, at: datetime) -> tuple[str, str]:
    """Return the rule of the starts before `at`, and that of those from `at` on.

    `at` is one of the starts and not the first one.
    """
    whole = read_rule(rule, first=first)
    before = [start for start in starts(first, rule) if start < at]
    earlier = replace(whole, count=None, last_day=before[-1].date())
    later = whole if whole.count is None else replace(whole, count=whole.count - len(before))
    return str(earlier), str(later)


# Thousands are invited to the same series, one after the other.
@lru_cache(maxsize=32)
def _starts(first: datetime, rule: Rule, *, most: int) -> tuple[datetime, ...]:
    wanted = most if rule.count is None else min(rule.count, most)
    others = (start for start in _given(rule, first) if start != first)
    return (first, *islice(others, wanted - 1))


def _given(rule: Rule, first: datetime) -> Iterator[datetime]:
    """Yield what the rule gives by itself from `first` on, however many.

    Each day is looked at, and there are at most `LONGEST` of them: dateutil would look for a day
    that never comes until the year 9999.
    """
    last = _latest(first)
    if rule.last_day is not None:
        last = min(last, rule.last_day)
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(number)
        if _is_in_turn(rule, day, first.date()) and _is_like(rule, day) and _is_placed(rule, day):
            yield datetime.combine(day, first.time())


def _is_in_turn(rule: Rule, day: date, first: date) -> bool:
    """Say whether the rule meets in this day, week, month or year: in every one, every second."""
    if rule.interval == 1:
        return True
    match rule.frequency:
        case "DAILY":
            passed = (day - first).days
        case "WEEKLY":
            # The first day of the calendar was a Monday.
            week, first_week = ((at.toordinal() - 1 - rule.week_start) // 7 for at in (day, first))
            passed = week - first_week
        case "MONTHLY":
            passed = (day.year - first.year) * 12 + day.month - first.month
        case _:
            passed = day.year - first.year
    return passed % rule.interval == 0


def _is_like(rule: Rule, day: date) -> bool:
    """Say whether it is one of the months, days of the month and weekdays, where there are any."""
    if rule.months and day.month not in rule.months:
        return False
    alike = [found.nth for found in rule.weekdays if found.day == day.weekday()]
    if rule.weekdays and not alike:
        return False
    if not rule.month_days and not any(alike):
        return True
    from_end = day.day - monthrange(day.year, day.month)[1] - 1
    if rule.month_days and day.day not in rule.month_days and from_end not in rule.month_days:
        return False
    nths = {0, (day.day + 6) // 7, -((6 - from_end) // 7)}
    return not alike or not nths.isdisjoint(alike)


def _is_placed(rule: Rule, day: date) -> bool:
    return not rule.positions or day.day in _days_at_positions(rule, day.year, day.month)


@lru_cache(maxsize=100)
def _days_at_positions(rule: Rule, year: int, month: int) -> list[int]:
    """Return what BYSETPOS chooses of the days of a month that are alike."""
    days = range(1, monthrange(year, month)[1] + 1)
    alike = [day for day in days if _is_like(rule, date(year, month, day))]
    last = len(alike)
    places = (place - 1 if place > 0 else last + place for place in rule.positions)
    return [alike[place] for place in places if 0 <= place < last]


def _latest(first: datetime) -> date:
    """Return the latest day of a series; the calendar ends with the year 9999."""
    return date.fromordinal(min(first.toordinal() + LONGEST.days, date.max.toordinal()))
