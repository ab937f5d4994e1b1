"""How a rule of recurrence is written (RFC 5545, section 3.3.10), and which ones are kept.

A rule is the value of an RRULE in one canonical form. It speaks of days on the clock of its series:
UNTIL is a day, which still counts, and nothing in it depends on a zone.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

LONGEST_INTERVAL: Final = 99
"""Between two meetings, in days, weeks, months or years."""
MOST_SIGNS: Final = 500
FREQUENCIES: Final = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
LEAP_YEAR: Final = 2028
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY_OF_WEEK: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?\d{1,10}", re.ASCII)
_UNTIL: Final = re.compile(r"(\d{8})(?:T(\d{6}))?", re.ASCII)
_DATE_TIME: Final = "%Y%m%d%H%M%S"


class RuleError(ValueError):
    """A rule that cannot be kept; `str()` of it is a sentence for the person who chose it."""


@dataclass(frozen=True, slots=True, order=True)
class Weekday:
    """Monday is 0. `nth` counts within the month or year, from its end if below 0; 0 is each."""

    day: int
    nth: int = 0

    def __str__(self) -> str:
        return f"{self.nth or ''}{WEEKDAYS[self.day]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule taken apart; `str()` writes it down again, always in the same way."""

    frequency: str
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0
    """The weekday with which weeks begin; counts where only every second week does."""
    count: int | None = None
    last_day: date | None = None

    def __str__(self) -> str:
        parts = [f"FREQ={self.frequency}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        lists = (
            ("BYMONTH", self.months),
            ("BYMONTHDAY", self.month_days),
            ("BYDAY", self.weekdays),
            ("BYSETPOS", self.positions),
        )
        parts += [f"{name}={','.join(map(str, values))}" for name, values in lists if values]
        if self.week_start:
            parts.append(f"WKST={WEEKDAYS[self.week_start]}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.last_day is not None:
            parts.append(f"UNTIL={self.last_day:%Y%m%d}")
        return ";".join(parts)


def read_rule(text: str, *, first: datetime) -> Rule:
    """Take a rule apart, and spell out what it takes from the first start.

    Raise RuleError if it is none, or not one of those that are kept.
    """
    parts = _parts(text)
    frequency = parts.pop("FREQ", "")
    if frequency not in FREQUENCIES:
        raise RuleError(_("A series can meet by days, weeks, months or years."))
    until = parts.pop("UNTIL", None)
    rule = Rule(
        frequency=frequency,
        interval=_number(parts.pop("INTERVAL", "1"), 1, LONGEST_INTERVAL),
        months=_numbers(parts.pop("BYMONTH", ""), 12, from_the_end=False),
        month_days=_numbers(parts.pop("BYMONTHDAY", ""), 31),
        weekdays=_weekdays(parts.pop("BYDAY", "")),
        positions=_numbers(parts.pop("BYSETPOS", ""), 366),
        week_start=_week_start(parts.pop("WKST", "MO")),
        # Whether it is too many is said by who has the first start.
        count=_number(parts.pop("COUNT"), 1, 10**10) if "COUNT" in parts else None,
        last_day=None if until is None else _last_day(until, first.time()),
    )
    rule = _spelled_out(rule, first)
    if parts or (rule.count is not None and until is not None) or not _fits_together(rule):
        raise _no_rule()
    return rule


def _no_rule() -> RuleError:
    return RuleError(_("We do not understand how often this series is to meet. Choose again."))


def _parts(text: str) -> dict[str, str]:
    if len(text) > MOST_SIGNS:
        raise _no_rule()
    pairs = [part.partition("=") for part in text.strip().upper().split(";")]
    parts = {name: value for name, _sign, value in pairs}
    if len(parts) < len(pairs) or not all(parts.values()):
        raise _no_rule()
    return parts


def _number(text: str, least: int, most: int) -> int:
    if not _NUMBER.fullmatch(text) or not least <= int(text) <= most:
        raise _no_rule()
    return int(text)


def _numbers(text: str, most: int, *, from_the_end: bool = True) -> tuple[int, ...]:
    """Return them once each, those that count from the end last."""
    if not text:
        return ()
    found = {_number(part, -most if from_the_end else 1, most) for part in text.split(",")}
    if 0 in found:
        raise _no_rule()
    return tuple(sorted(found, key=lambda number: (number < 0, number)))


def _weekdays(text: str) -> tuple[Weekday, ...]:
    found = set()
    for part in text.split(",") if text else ():
        match = _DAY_OF_WEEK.fullmatch(part)
        if match is None or (match[1] and not 1 <= abs(int(match[1])) <= 53):
            raise _no_rule()
        found.add(Weekday(WEEKDAYS.index(match[2]), int(match[1] or 0)))
    return _in_order(found)


def _in_order(weekdays: set[Weekday]) -> tuple[Weekday, ...]:
    return tuple(sorted(weekdays, key=lambda found: (found.day, found.nth < 0, found.nth)))


def _week_start(text: str) -> int:
    if text not in WEEKDAYS:
        raise _no_rule()
    return WEEKDAYS.index(text)


def _last_day(text: str, begins: time) -> date:
    """Return the last day on which a meeting may begin; without a time, UNTIL is that day."""
    match = _UNTIL.fullmatch(text)
    if match is None:
        raise _no_rule()
    try:
        until = datetime.strptime(match[1] + (match[2] or "235959"), _DATE_TIME)  # noqa: DTZ007
        return until.date() if begins <= until.time() else (until - timedelta(days=1)).date()
    except (ValueError, OverflowError) as error:
        raise _no_rule() from error


def _fits_together(rule: Rule) -> bool:
    """Take only what calendar programs expand alike; RFC 5545, section 3.3.10, allows more.

    Refused is what ical.js 2.2.1, which Thunderbird and Nextcloud rest on, takes for something else:
    a score of such rules was found by comparing hundreds of rules that were made by chance.
    """
    nths = {abs(found.nth) for found in rule.weekdays}
    if max(nths, default=0) > 5:
        return False
    if rule.frequency in {"DAILY", "WEEKLY"}:
        return not (any(nths) or rule.month_days or rule.positions)
    if rule.month_days and rule.weekdays and (any(nths) or min(rule.month_days) < 0):
        return False
    if rule.positions:
        return rule.frequency == "MONTHLY" and nths == {0} and not rule.month_days + rule.months
    return _fits_a_year(rule) if rule.frequency == "YEARLY" else not rule.months


def _fits_a_year(rule: Rule) -> bool:
    from_the_end = {found.day for found in rule.weekdays if found.nth < 0}
    if any(found.nth > 0 and found.day in from_the_end for found in rule.weekdays):
        # The fourth Tuesday is the last in some months, and would be counted twice.
        return False
    shortest = min((monthrange(LEAP_YEAR, month)[1] for month in rule.months), default=0)
    return bool(rule.months) and all(0 < day <= shortest for day in rule.month_days)


def _spelled_out(rule: Rule, first: datetime) -> Rule:
    """Write out what the first start says, and write what means the same in the same way."""
    if rule.frequency == "DAILY" and rule.interval == 1 and rule.weekdays:
        rule = replace(rule, frequency="WEEKLY")
    if rule.frequency == "WEEKLY" and not rule.weekdays:
        rule = replace(rule, weekdays=(Weekday(first.weekday()),))
    if rule.frequency in {"MONTHLY", "YEARLY"} and not rule.weekdays and not rule.month_days:
        months = rule.months or ((first.month,) if rule.frequency == "YEARLY" else ())
        rule = replace(rule, months=months, month_days=(first.day,))
    if rule.frequency != "WEEKLY" or rule.interval == 1:
        rule = replace(rule, week_start=0)
    if rule.frequency == "MONTHLY" and rule.interval == 1 and rule.months and not rule.positions:
        rule = replace(rule, frequency="YEARLY")
    match rule:
        # As Outlook writes "the second Tuesday".
        case Rule(
            frequency="MONTHLY", month_days=(), weekdays=(Weekday(nth=0) as only,), positions=places
        ) if places and all(abs(place) <= 5 for place in places):
            nths = {Weekday(only.day, place) for place in places}
            rule = replace(rule, weekdays=_in_order(nths), positions=())
    return rule
