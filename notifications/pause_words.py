"""Until when: "2 weeks", "until 15 January", "hasta el 15 de enero"."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

_NUMBERS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        [
            "a an one un una uno next proxima proximo",
            "two dos",
            "three tres",
            "four cuatro",
            "five cinco",
            "six seis",
            "seven siete",
            "eight ocho",
            "nine nueve",
            "ten diez",
            "eleven once",
            "twelve doce",
        ],
        1,
    )
    for word in words.split()
}
_DAYS_OF: Mapping[str, int] = {
    **dict.fromkeys(("day", "days", "dia", "dias"), 1),
    **dict.fromkeys(("week", "weeks", "semana", "semanas"), 7),
}
_MONTHS_LONG = frozenset({"month", "months", "mes", "meses"})
_MONTHS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        [
            "january jan enero ene",
            "february feb febrero",
            "march mar marzo",
            "april apr abril abr",
            "may mayo",
            "june jun junio",
            "july jul julio",
            "august aug agosto ago",
            "september sept sep septiembre setiembre",
            "october oct octubre",
            "november nov noviembre",
            "december dec diciembre dic",
        ],
        1,
    )
    for word in words.split()
}
_WEEKDAYS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        [
            "monday lunes",
            "tuesday martes",
            "wednesday miercoles",
            "thursday jueves",
            "friday viernes",
            "saturday sabado",
            "sunday domingo",
        ]
    )
    for word in words.split()
}
_TOMORROW = frozenset({"tomorrow", "manana"})
_UNSAID = frozenset(
    [
        "for",
        "por",
        "during",
        "durante",
        "until",
        "till",
        "hasta",
        "on",
        "the",
        "el",
        "la",
        "of",
        "de",
        "del",
        "to",
        "al",
    ]
)
_ORDINALS = ("st", "nd", "rd", "th", "o")


def is_time(words: str) -> bool:
    """Return whether these words, bare as commands are compared, say a time and nothing else."""
    known = _NUMBERS, _DAYS_OF, _MONTHS_LONG, _MONTHS, _WEEKDAYS, _TOMORROW, _UNSAID
    tokens = words.replace("/", " ").split()
    said = [token for token in tokens if token not in _UNSAID]
    return bool(said) and all(
        _number(token) is not None or any(token in words_of for words_of in known)
        for token in tokens
    )


def read_until(words: str, *, today: date) -> date | None:
    """Return the day that the words name; None if they name none, or more than one.

    "3 4" is a day in April or in March, as one grew up: None. A day without a year is the next one.
    """
    tokens = [token for token in words.replace("/", " ").split() if token not in _UNSAID]
    if not tokens:
        return None
    if len(tokens) == 1:
        return _by_name(tokens[0], today)
    found = _length(tokens, today) or _named_month(tokens, today) or _digits(tokens, today)
    if found is None and tokens[0] in _NUMBERS and _NUMBERS[tokens[0]] == 1:
        return _by_name(tokens[1], today) if len(tokens) == 2 else None
    return found


def _number(token: str) -> int | None:
    for ordinal in _ORDINALS:
        if token.endswith(ordinal) and token.removesuffix(ordinal).isdecimal():
            token = token.removesuffix(ordinal)
    return int(token) if token.isascii() and token.isdecimal() and len(token) < 5 else None


def _by_name(token: str, today: date) -> date | None:
    if token in _TOMORROW:
        return today + timedelta(days=1)
    if token in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS[token] - today.weekday() - 1) % 7 + 1)
    if token in _MONTHS:
        return _day(today, _MONTHS[token], 1)
    return None


def _length(tokens: Sequence[str], today: date) -> date | None:
    if len(tokens) != 2:
        return None
    count, unit = _number(tokens[0]) or _NUMBERS.get(tokens[0]), tokens[1]
    if count is None or count > 1000:
        return None
    if unit in _DAYS_OF:
        return today + timedelta(days=count * _DAYS_OF[unit])
    if unit in _MONTHS_LONG:
        months = today.month - 1 + count
        year, month = today.year + months // 12, months % 12 + 1
        return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    return None


def _named_month(tokens: Sequence[str], today: date) -> date | None:
    """Read "15 january 2027" and "january 15"."""
    months = [token for token in tokens if token in _MONTHS]
    numbers = [number for token in tokens if (number := _number(token)) is not None]
    if len(months) != 1 or len(months) + len(numbers) != len(tokens) or not 1 <= len(numbers) < 3:
        return None
    return _day(today, _MONTHS[months[0]], *numbers)


def _digits(tokens: Sequence[str], today: date) -> date | None:
    """Read "2027 1 15", and two numbers of which one can only be a day."""
    numbers = [_number(token) for token in tokens]
    match [number for number in numbers if number is not None]:
        case [year, month, day] if year > 999 and len(tokens) == 3:
            return _day(today, month, day, year)
        case [one, other, *year] if len(tokens) == 2 + len(year):
            if one > 12 or one == other:
                return _day(today, other, one, *year)
            return _day(today, one, other, *year) if other > 12 else None
    return None


def _day(today: date, month: int, day: int, year: int = 0) -> date | None:
    try:
        found = date(year or today.year, month, day)
        return found if year or found > today else date(today.year + 1, month, day)
    except ValueError:
        return None
