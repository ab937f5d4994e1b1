"""What counts as a word to us, and which day a pause names."""

from datetime import date

import pytest
from pytest_django.fixtures import Settings

from notifications.command_addresses import command_address, command_addressed
from notifications.commands import Said, command_in
from notifications.pause_words import is_time, read_until

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("STOP", Said("stop")),
        ("  stop.\n\n", Said("stop")),
        ("¡Baja!", Said("stop")),
        ("Please stop", Said("stop")),
        ("Stop, thank you.", Said("stop")),
        ("Darme de baja, por favor.", Said("stop")),
        ("cancelar", Said("unclear")),
        ("Ayuda", Said("help")),
        ("WEEKLY", Said("weekly")),
        ("cada día", Said("daily")),
        ("Español", Said("spanish")),
        ("reanudar", Said("start")),
        ("Pause", Said("pause")),
        ("Pause until January 15.", Said("pause", "until january 15")),
        ("PAUSA: hasta el 15 de enero", Said("pause", "hasta el 15 de enero")),
        ("Name: Ana  Ruiz-Peña", Said("name", "Ana Ruiz-Peña")),
        ("nombre: O'Neil", Said("name", "O'Neil")),
        ("Stop the buses at Elm Street", None),
        ("Stop\nThe buses never come.", None),
        ("Pause until the board decides", None),
        ("Please pause the program for two weeks", None),
        ("Name", None),
        ("My name is Ana", None),
        ("pauseto 2026-12-01", None),
        ("help " * 60, None),
        ("please", None),
        ("", None),
    ],
)
def test_a_command_is_all_that_was_written(text: str, said: Said | None) -> None:
    assert command_in(text) == said


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2 weeks", date(2026, 12, 6)),
        ("dos semanas", date(2026, 12, 6)),
        ("for 10 days", date(2026, 12, 2)),
        ("a month", date(2026, 12, 22)),
        ("next week", date(2026, 11, 29)),
        ("until 15 january", date(2027, 1, 15)),
        ("hasta el 15 de enero de 2027", date(2027, 1, 15)),
        ("until january 15th", date(2027, 1, 15)),
        ("until 2027 01 15", date(2027, 1, 15)),
        ("until 1 15", date(2027, 1, 15)),
        ("hasta el 15 1", date(2027, 1, 15)),
        ("until monday", date(2026, 11, 23)),
        ("hasta el domingo", date(2026, 11, 29)),
        ("manana", date(2026, 11, 23)),
        ("until january", date(2027, 1, 1)),
        ("until 3 4", None),
        ("until 30 february", None),
        ("until", None),
        ("2000 years", None),
    ],
)
def test_a_day_is_read_or_left_unread_but_never_guessed(words: str, day: date | None) -> None:
    assert read_until(words, today=SUNDAY) == day


def test_only_words_of_time_belong_to_a_pause() -> None:
    assert is_time("hasta el 3 de marzo")
    assert not is_time("until the board decides")
    assert not is_time("until")


def test_an_address_of_a_command_is_one_persons_and_survives_folding(settings: Settings) -> None:
    assert command_address("help", 7) == ""
    settings.INBOUND_HOST = "mail.porchlight.example"
    address = command_address("quiet", 2**31, 2**31)
    assert len(f"<mailto:{address}>") <= 77
    assert command_addressed(address.upper()) == ("quiet", 2**31, 2**31)
    assert command_addressed(address.replace("quiet", "help")) is None
    assert command_addressed(address.replace("@mail.", "@other.")) is None
    assert command_addressed("stop+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@mail.porchlight.example") is None
