"""Rules as people say them."""

from datetime import datetime

import pytest
from django.utils.translation import override

from meetings.recurrence import RuleError, checked_rule, rule_in_words

TUESDAY = datetime(2026, 12, 8, 19)

WORDS = [
    ("FREQ=DAILY;COUNT=5", "Every day, 5 times", "Cada día, 5 veces"),
    ("FREQ=DAILY;INTERVAL=3;COUNT=1", "Every 3 days, 1 time", "Cada 3 días, 1 vez"),
    (
        "FREQ=WEEKLY;UNTIL=20270503",
        "Every Tuesday, until May 3, 2027",
        "Todos los martes, hasta el 3 de mayo de 2027",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH,SA;COUNT=9",
        "Every 2 weeks on Tuesday, Thursday and Saturday, 9 times",
        "Cada 2 semanas, los martes, jueves y sábados, 9 veces",
    ),
    (
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=9",
        "Every weekday, Monday to Friday, 9 times",
        "De lunes a viernes, 9 veces",
    ),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=9", "Every day, 9 times", "Cada día, 9 veces"),
    (
        "FREQ=WEEKLY;BYMONTH=9,12;COUNT=9",
        "Every Tuesday, in September and December, 9 times",
        "Todos los martes, en septiembre y diciembre, 9 veces",
    ),
    (
        "FREQ=MONTHLY;BYDAY=2TU;COUNT=9",
        "The second Tuesday of every month, 9 times",
        "El segundo martes de cada mes, 9 veces",
    ),
    (
        "FREQ=MONTHLY;BYDAY=1SU,2TU,-1TU;COUNT=9",
        "The second and last Tuesday and first Sunday of every month, 9 times",
        "El segundo y último martes y primer domingo de cada mes, 9 veces",
    ),
    (
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU;COUNT=9",
        "The second Tuesday of every 2 months, 9 times",
        "Cada 2 meses, el segundo martes, 9 veces",
    ),
    (
        "FREQ=MONTHLY;BYMONTH=9,12;BYDAY=2TU;COUNT=4",
        "The second Tuesday of every month, in September and December, 4 times",
        "El segundo martes de cada mes, en septiembre y diciembre, 4 veces",
    ),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=6;COUNT=2",
        "On Dec. 8, 2026 and Jan. 8, 2027",
        "El 8 de diciembre de 2026 y 8 de enero de 2027",
    ),
    (
        "FREQ=MONTHLY;COUNT=9",
        "Every month, on day 8, 9 times",
        "Cada mes, el día 8, 9 veces",
    ),
    (
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=8,-1;COUNT=9",
        "Every 3 months, on day 8 and the last day, 9 times",
        "Cada 3 meses, el día 8 y el último día, 9 veces",
    ),
    (
        "FREQ=YEARLY;COUNT=3",
        "Every year, on December 8, 3 times",
        "Cada año, el 8 de diciembre, 3 veces",
    ),
    (
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYDAY=2TU;COUNT=3",
        "Every 2 years, on the second Tuesday of December, 3 times",
        "Cada 2 años, el segundo martes de diciembre, 3 veces",
    ),
    (
        "FREQ=DAILY;INTERVAL=2;BYDAY=TU,TH;COUNT=6",
        "On Dec. 8, 2026; Dec. 10, 2026; Dec. 22, 2026 and on 3 more days",
        "El 8 de diciembre de 2026; 10 de diciembre de 2026; 22 de diciembre de 2026 y 3 días más",
    ),
]


@pytest.mark.parametrize(("rule", "english", "spanish"), WORDS)
def test_a_rule_is_said_in_words(rule: str, english: str, spanish: str) -> None:
    kept = checked_rule(rule, first=TUESDAY)
    assert rule_in_words(kept, TUESDAY) == english
    with override("es"):
        assert rule_in_words(kept, TUESDAY) == spanish


def test_the_last_working_day_has_words() -> None:
    first = datetime(2026, 12, 31, 19)
    rule = checked_rule("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", first=first)
    assert (
        rule_in_words(rule, first) == "The last weekday (Monday to Friday) of every month, 3 times"
    )


def test_no_rule_has_no_words() -> None:
    assert rule_in_words("", TUESDAY) == ""


def test_what_is_no_rule_is_refused() -> None:
    with pytest.raises(RuleError):
        rule_in_words("weekly", TUESDAY)


def test_why_a_rule_is_refused_is_said_in_spanish() -> None:
    with override("es"), pytest.raises(RuleError) as raised:
        checked_rule("FREQ=WEEKLY;BYDAY=TH;COUNT=5", first=TUESDAY)
    assert str(raised.value) == (
        "La primera reunión no cae en un día que usted eligió."
        " El próximo día así es el 10 de diciembre de 2026."
    )
