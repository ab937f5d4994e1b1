"""A rule as a person would say it, in the language that is active."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from .grammar import LEAP_YEAR, Rule, read_rule
from .rules import starts

SHOWN_DAYS = 3
"""Days that are named of a rule for which there are no words."""
WORKING_DAYS = tuple(range(5))
EVERY_DAY = tuple(range(7))
# "Every Saturday", "Every 2 weeks on Saturday": Spanish has the plural there.
_EACH = (
    pgettext_lazy("every one of these days", "Monday"),
    pgettext_lazy("every one of these days", "Tuesday"),
    pgettext_lazy("every one of these days", "Wednesday"),
    pgettext_lazy("every one of these days", "Thursday"),
    pgettext_lazy("every one of these days", "Friday"),
    pgettext_lazy("every one of these days", "Saturday"),
    pgettext_lazy("every one of these days", "Sunday"),
)
_WHICH = {
    1: pgettext_lazy("weekday of a month", "first"),
    2: pgettext_lazy("weekday of a month", "second"),
    3: pgettext_lazy("weekday of a month", "third"),
    4: pgettext_lazy("weekday of a month", "fourth"),
    5: pgettext_lazy("weekday of a month", "fifth"),
    -1: pgettext_lazy("weekday of a month", "last"),
    -2: pgettext_lazy("weekday of a month", "second to last"),
}


def rule_in_words(rule: str, first: datetime) -> str:
    """Return a phrase without a full stop, "Every Tuesday, until May 3, 2027"; "" for no rule.

    Of a rule for which there are no words, it names days. Raise RuleError if it is no rule.
    """
    if not rule:
        return ""
    read = read_rule(rule, first=first)
    said = _how_often(read)
    if said is None:
        return _days_named(starts(first, rule))
    return _with_end(_within_months(said, read), read)


def weekday_of_month(nth: int, weekday: int) -> str:
    """Return "second Tuesday", "last Friday"; Monday is 0, and -1 the last one of its kind."""
    words = pgettext("second Tuesday", "%(which)s %(weekday)s")
    return words % {"which": _WHICH[nth], "weekday": WEEKDAYS[weekday]}


def _how_often(rule: Rule) -> str | None:
    """Return how often, without the months that it is kept to; None if there are no words."""
    match rule:
        case Rule(frequency="DAILY", weekdays=()):
            return _daily(rule)
        case Rule(frequency="WEEKLY"):
            return _weekly(rule)
        case Rule(frequency="MONTHLY"):
            return _monthly(rule)
        case Rule(frequency="YEARLY", months=(_month,)):
            return _yearly(rule)
        case Rule(frequency="YEARLY", interval=1):
            return _monthly(rule)
    return None


def _daily(rule: Rule) -> str:
    if rule.interval == 1:
        return _("Every day")
    return ngettext("Every %(n)d day", "Every %(n)d days", rule.interval) % {"n": rule.interval}


def _weekly(rule: Rule) -> str | None:
    days = tuple(found.day for found in rule.weekdays)
    if rule.interval == 1 and days == EVERY_DAY:
        return _("Every day")
    if rule.interval == 1 and days == WORKING_DAYS:
        return _("Every weekday, Monday to Friday")
    listed = _listed([str(_EACH[day]) for day in days])
    words = ngettext("Every %(days)s", "Every %(n)d weeks on %(days)s", rule.interval)
    return words % {"n": rule.interval, "days": listed}


def _monthly(rule: Rule) -> str | None:
    if rule.weekdays:
        which = _which_days(rule)
        words = ngettext(
            "The %(which)s of every month", "The %(which)s of every %(n)d months", rule.interval
        )
        return which and words % {"n": rule.interval, "which": which}
    days = _days_of_month(rule)
    words = ngettext("Every month, on %(days)s", "Every %(n)d months, on %(days)s", rule.interval)
    return days and words % {"n": rule.interval, "days": days}


def _yearly(rule: Rule) -> str | None:
    month = rule.months[0]
    if rule.weekdays:
        which = _which_days(rule)
        words = ngettext(
            "Every year, on the %(which)s of %(month)s",
            "Every %(n)d years, on the %(which)s of %(month)s",
            rule.interval,
        )
        return which and words % {"n": rule.interval, "which": which, "month": MONTHS[month]}
    days = [date(LEAP_YEAR, month, day) for day in rule.month_days]
    words = ngettext("Every year, on %(days)s", "Every %(n)d years, on %(days)s", rule.interval)
    named = _listed([date_format(day, "MONTH_DAY_FORMAT") for day in days])
    return words % {"n": rule.interval, "days": named}


def _which_days(rule: Rule) -> str | None:
    """Return "second Tuesday", "first and third Tuesday", "last weekday"; None without words."""
    if rule.month_days:
        return None
    if rule.positions:
        return _which_of_several(rule)
    if any(found.nth not in _WHICH for found in rule.weekdays):
        return None
    same_day = groupby(rule.weekdays, key=lambda found: found.day)
    words = pgettext("second Tuesday", "%(which)s %(weekday)s")
    return _listed(
        [
            words
            % {
                "which": _listed([str(_WHICH[found.nth]) for found in group]),
                "weekday": WEEKDAYS[day],
            }
            for day, group in same_day
        ]
    )


def _which_of_several(rule: Rule) -> str | None:
    kinds = {
        WORKING_DAYS: pgettext("last weekday of the month", "%(which)s weekday (Monday to Friday)"),
        EVERY_DAY: pgettext("last day of the month", "%(which)s day"),
    }
    kind = kinds.get(tuple(found.day for found in rule.weekdays))
    known = all(place in _WHICH for place in rule.positions)
    if kind is None or not known or any(found.nth for found in rule.weekdays):
        return None
    return kind % {"which": _listed([str(_WHICH[place]) for place in rule.positions])}


def _days_of_month(rule: Rule) -> str | None:
    if min(rule.month_days) < -1:
        return None
    return _listed(
        [
            _("the last day") if day < 0 else pgettext("of a month", "day %(day)d") % {"day": day}
            for day in rule.month_days
        ]
    )


def _within_months(said: str, rule: Rule) -> str:
    if not rule.months or (rule.frequency == "YEARLY" and len(rule.months) == 1):
        return said
    months = _listed([str(MONTHS[month]) for month in rule.months])
    return _("%(rule)s, in %(months)s") % {"rule": said, "months": months}


def _with_end(said: str, rule: Rule) -> str:
    if rule.last_day is not None:
        day = date_format(rule.last_day, "DATE_FORMAT")
        return _("%(rule)s, until %(day)s") % {"rule": said, "day": day}
    if rule.count is not None:
        words = ngettext("%(rule)s, %(n)d time", "%(rule)s, %(n)d times", rule.count)
        return words % {"rule": said, "n": rule.count}
    return said


def _days_named(found: Sequence[datetime]) -> str:
    named = [date_format(start, "DATE_FORMAT") for start in found[:SHOWN_DAYS]]
    more = len(found) - len(named)
    if not more:
        return pgettext("days", "On %(days)s") % {"days": _listed(named)}
    words = ngettext(
        "On %(days)s and on %(n)d more day", "On %(days)s and on %(n)d more days", more
    )
    return words % {"days": "; ".join(named), "n": more}


def _listed(words: Sequence[str]) -> str:
    """Return "Monday, Tuesday and Friday"."""
    if len(words) == 1:
        return words[0]
    # What stands between is taken as it is: a date has commas of its own.
    both = pgettext("the end of a list of days", "%(days)s and %(last)s")
    return both % {"days": ", ".join(words[:-1]), "last": words[-1]}
