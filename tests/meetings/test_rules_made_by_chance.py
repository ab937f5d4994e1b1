"""Whatever rule is kept, ical.js finds the meetings that we mean."""

import random
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from meetings.calendars import Event, feed
from meetings.recurrence import RuleError, checked_rule, first_match, moment, starts
from tests.meetings.calendar_score import by_ical_js
from tests.meetings.people import series

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTHS = (1, 2, 3, 4, 5, -1, -2, -3, -4, -5)
ZONES = ("America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca", "UTC")


def some(dice: random.Random, values: list[str]) -> str:
    return ",".join(dice.sample(values, dice.randint(1, min(4, len(values)))))


def any_rule(dice: random.Random) -> str:
    """Return a rule, most of which are kept."""
    frequency = dice.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    by_month = frequency in {"MONTHLY", "YEARLY"}
    parts = [f"FREQ={frequency}", f"INTERVAL={dice.choice([1, 1, 2, 3, 5, 13])}"]
    if dice.random() < (0.9 if frequency == "YEARLY" else 0.25):
        parts.append("BYMONTH=" + some(dice, [str(month) for month in range(1, 13)]))
    if by_month and dice.random() < 0.4:
        days = [*range(1, 32), -1, -2, -5, -31]
        parts.append("BYMONTHDAY=" + some(dice, [str(day) for day in days]))
    if by_month and dice.random() < 0.3:
        parts.append("BYDAY=" + some(dice, [f"{nth}{day}" for nth in NTHS for day in WEEKDAYS]))
    elif dice.random() < 0.4:
        parts.append("BYDAY=" + some(dice, list(WEEKDAYS)))
    if frequency == "MONTHLY" and dice.random() < 0.3:
        parts.append("BYSETPOS=" + some(dice, ["1", "2", "-1", "-2", "5"]))
    if dice.random() < 0.3:
        parts.append(f"WKST={dice.choice(WEEKDAYS)}")
    ends = (f"COUNT={dice.randint(1, 60)}", f"UNTIL={dice.randint(2027, 2030)}0615")
    return ";".join([*parts, dice.choice(ends)])


def kept_series(dice: random.Random) -> Iterator[Event]:
    while True:
        day, hour = dice.randint(1, 28), dice.choice([0, 1, 2, 19, 23])
        first, rule = datetime(2026, dice.randint(1, 12), day, hour, 30), any_rule(dice)
        try:
            first = first_match(first, rule) or first
            rule = checked_rule(rule, first=first)
        except RuleError:
            continue
        end = datetime.combine(first, first.time().replace(minute=59))
        yield series(zone=dice.choice(ZONES), start=first, end=end, rule=rule)


def meant(event: Event) -> list[tuple[int, int]]:
    zone = ZoneInfo(event.zone)
    begins = [int(moment(at, zone).timestamp()) for at in starts(event.start, event.rule)]
    return [(begin, begin + 29 * 60) for begin in begins]


def test_ical_js_agrees_on_rules_made_by_chance() -> None:
    dice = random.Random(2026)
    events = [event for event, _number in zip(kept_series(dice), range(150), strict=False)]
    read = by_ical_js([feed([event], name="x") for event in events])
    wrong = [event for event, found in zip(events, read, strict=True) if found != meant(event)]
    assert [(event.rule, event.zone, event.start) for event in wrong] == []
