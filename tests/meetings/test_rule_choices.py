"""From the fields of a form to a rule, and back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.recurrence import Choices, RuleError, choices_of, first_match, rule_of
from meetings.recurrence.choices import LAST, MONTH_DAYS, WEEKS

TUESDAY = datetime(2026, 12, 8, 19)


@pytest.mark.parametrize(
    ("choices", "rule"),
    [
        (Choices(), ""),
        (Choices(often="daily", every=2, times=3), "FREQ=DAILY;INTERVAL=2;COUNT=3"),
        (Choices(often="weekly", times=3), "FREQ=WEEKLY;BYDAY=TU;COUNT=3"),
        (
            Choices(often="weekly", weekdays=(3, 1), last_day=date(2027, 5, 3)),
            "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270503",
        ),
        (Choices(often="monthly", times=3), "FREQ=MONTHLY;BYMONTHDAY=8;COUNT=3"),
        (Choices(often="monthly", by="weekday", times=3), "FREQ=MONTHLY;BYDAY=2TU;COUNT=3"),
        (
            Choices(often="monthly", by="weekday", weeks=(2, LAST), times=3),
            "FREQ=MONTHLY;BYDAY=2TU,-1TU;COUNT=3",
        ),
        (Choices(often="yearly", times=3), "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=8;COUNT=3"),
        (
            Choices(often="yearly", by="weekday", times=3),
            "FREQ=YEARLY;BYMONTH=12;BYDAY=2TU;COUNT=3",
        ),
    ],
)
def test_choices_come_to_a_rule(choices: Choices, rule: str) -> None:
    assert rule_of(choices, TUESDAY) == rule


def test_the_fifth_tuesday_is_taken_for_the_last() -> None:
    first = datetime(2026, 12, 29, 19)
    chosen = Choices(often="monthly", by="weekday", times=3)
    assert rule_of(chosen, first) == "FREQ=MONTHLY;BYDAY=-1TU;COUNT=3"


@pytest.mark.parametrize(
    "choices",
    [
        Choices(often="weekly"),
        Choices(often="weekly", every=0, times=3),
        Choices(often="weekly", every=100, times=3),
        Choices(often="weekly", weekdays=(3,), times=3),
        Choices(often="weekly", last_day=date(2026, 12, 7)),
        Choices(often="monthly", month_days=(32,), times=3),
        Choices(often="monthly", by="weekday", weeks=(6,), times=3),
    ],
)
def test_choices_that_come_to_no_rule_are_refused(choices: Choices) -> None:
    with pytest.raises(RuleError):
        rule_of(choices, TUESDAY)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=2TU,2WE;COUNT=3",
        "FREQ=WEEKLY;BYMONTH=9,12;BYDAY=TU;COUNT=9",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU;COUNT=9",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=3;COUNT=3",
    ],
)
def test_a_rule_that_no_form_offers_has_no_choices(rule: str) -> None:
    assert choices_of(rule, TUESDAY) is None


some_choices = st.builds(
    Choices,
    often=st.sampled_from(["once", "daily", "weekly", "monthly", "yearly"]),
    every=st.integers(1, 99),
    weekdays=st.lists(st.integers(0, 6), unique=True).map(tuple),
    by=st.sampled_from(["day", "weekday"]),
    month_days=st.lists(st.sampled_from(MONTH_DAYS), unique=True, max_size=4).map(tuple),
    weeks=st.lists(st.sampled_from(WEEKS), unique=True, max_size=4).map(tuple),
    times=st.integers(1, 60),
)


@given(
    chosen=some_choices,
    day=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    lasts=st.none() | st.integers(0, 1500),
)
def test_there_and_back(chosen: Choices, day: date, lasts: int | None) -> None:
    first = datetime.combine(day, TUESDAY.time())
    if lasts is not None:
        chosen = replace(chosen, last_day=day + timedelta(days=lasts), times=None)
    try:
        rule = rule_of(chosen, first)
    except RuleError:
        return
    back = choices_of(rule, first)
    assert back is not None
    assert rule_of(back, first) == rule
    assert choices_of(rule, first) == back
    assert (back.often, back.last_day) == (chosen.often, back.last_day)
    assert first_match(first, rule) == first
