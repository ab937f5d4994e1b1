"""Which months a site is asked about, and when."""

from datetime import date

import pytest
from django.utils import translation

from site_updates.periods import Period, last_asking, next_asking, period_asked_on

NOVEMBER = Period(date(2026, 11, 1), 1)
AUTUMN = Period(date(2026, 12, 1), 3)


@pytest.mark.parametrize(
    ("after", "day", "months", "asked"),
    [
        (date(2026, 11, 22), 25, 1, date(2026, 11, 25)),
        (date(2026, 11, 25), 25, 1, date(2026, 12, 25)),
        (date(2026, 12, 25), 25, 1, date(2027, 1, 25)),
        # Two months end with an even one: asked early, it is the month after.
        (date(2026, 11, 22), 25, 2, date(2026, 12, 25)),
        (date(2026, 11, 22), 5, 2, date(2027, 1, 5)),
        (date(2026, 11, 22), 28, 3, date(2026, 12, 28)),
        (date(2026, 12, 28), 28, 3, date(2027, 3, 28)),
        (date(2026, 12, 28), 1, 3, date(2027, 1, 1)),
    ],
)
def test_the_next_day_of_asking(after: date, day: int, months: int, asked: date) -> None:
    assert next_asking(after, day=day, months=months) == asked


def test_until_the_tenth_one_is_asked_about_the_month_before() -> None:
    assert period_asked_on(date(2026, 11, 25), 1) == NOVEMBER
    assert period_asked_on(date(2026, 12, 10), 1) == NOVEMBER
    assert period_asked_on(date(2026, 12, 11), 1).last == date(2026, 12, 1)
    assert period_asked_on(date(2027, 1, 1), 3) == AUTUMN


def test_what_was_missed_is_not_made_up() -> None:
    def last(until: date) -> date:
        return last_asking(date(2026, 8, 25), until, day=25, months=1)

    assert last(date(2026, 8, 27)) == date(2026, 8, 25)
    assert last(date(2026, 11, 25)) == date(2026, 11, 25)
    assert last(date(2026, 11, 24)) == date(2026, 10, 25)


def test_months_in_words() -> None:
    assert NOVEMBER.words == "November 2026"
    assert AUTUMN.words == "October to December 2026"
    assert NOVEMBER.question("Northbank") == "What happened at Northbank in November?"
    with translation.override("es"):
        assert NOVEMBER.words == "noviembre de 2026"
        assert AUTUMN.words == "octubre a diciembre de 2026"
        assert AUTUMN.question("Northbank") == "¿Qué pasó en Northbank de octubre a diciembre?"
