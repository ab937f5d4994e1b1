"""What a person chooses in a form, and the rule that it comes to; there and back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from .grammar import Rule, RuleError, Weekday, read_rule
from .rules import checked_rule

type Often = Literal["once", "daily", "weekly", "monthly", "yearly"]
type By = Literal["day", "weekday"]

LAST = -1
"""As a day of the month or a week of it: the last one."""
MONTH_DAYS = (*range(1, 32), LAST)
WEEKS = (1, 2, 3, 4, LAST)
_FREQUENCIES: dict[Often, str] = {
    "daily": "DAILY",
    "weekly": "WEEKLY",
    "monthly": "MONTHLY",
    "yearly": "YEARLY",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """How often a series meets. What is left empty is as the day of the first meeting says."""

    often: Often = "once"
    every: int = 1
    """Each so many days, weeks, months or years."""
    weekdays: tuple[int, ...] = ()
    """If weekly; Monday is 0."""
    by: By = "day"
    """If monthly or yearly: on a day of the month, or on a weekday such as "second Tuesday"."""
    month_days: tuple[int, ...] = ()
    """If monthly and by day: of `MONTH_DAYS`."""
    weeks: tuple[int, ...] = ()
    """If monthly or yearly and by weekday: of `WEEKS`; the weekday is that of the first meeting."""
    last_day: date | None = None
    times: int | None = None
    """Meetings in all, if there is no last day."""


def rule_of(choices: Choices, first: datetime) -> str:
    """Return the rule in its canonical form, "" for once.

    Raise RuleError, with a sentence for who chose, as `checked_rule` does.
    """
    if choices.often == "once":
        return ""
    rule = Rule(
        frequency=_FREQUENCIES[choices.often],
        interval=choices.every,
        months=(first.month,) if choices.often == "yearly" else (),
        month_days=_month_days(choices, first),
        weekdays=_weekdays(choices, first),
        count=choices.times if choices.last_day is None else None,
        last_day=choices.last_day,
    )
    return checked_rule(str(rule), first=first)


def choices_of(rule: str, first: datetime) -> Choices | None:
    """Return what a person would have chosen for this rule, written out; None if no form can."""
    if not rule:
        return Choices()
    read = read_rule(rule, first=first)
    often = next(often for often, name in _FREQUENCIES.items() if name == read.frequency)
    weekly = often == "weekly"
    by_weekday = not weekly and bool(read.weekdays)
    choices = Choices(
        often=often,
        every=read.interval,
        weekdays=tuple(found.day for found in read.weekdays) if weekly else (),
        by="weekday" if by_weekday else "day",
        month_days=read.month_days if often == "monthly" else (),
        weeks=tuple(found.nth for found in read.weekdays) if by_weekday else (),
        last_day=read.last_day,
        times=read.count,
    )
    try:
        same = rule_of(choices, first) == rule
    except RuleError:
        return None
    return choices if same else None


def week_of_month(day: date) -> int:
    """Return which one of its weekday this is in its month: 1 to 4, or `LAST` for a fifth."""
    nth = (day.day + 6) // 7
    return nth if nth < 5 else LAST


def _weekdays(choices: Choices, first: datetime) -> tuple[Weekday, ...]:
    if choices.often == "weekly":
        return tuple(Weekday(day) for day in choices.weekdays)
    if choices.often in {"monthly", "yearly"} and choices.by == "weekday":
        weeks = choices.weeks or (week_of_month(first),)
        return tuple(Weekday(first.weekday(), week) for week in weeks)
    return ()


def _month_days(choices: Choices, first: datetime) -> tuple[int, ...]:
    if choices.by == "weekday" or choices.often not in {"monthly", "yearly"}:
        return ()
    if choices.often == "yearly":
        return (first.day,)
    return choices.month_days or (first.day,)
