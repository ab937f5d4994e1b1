"""Which times a mail in plain words names; what is not sure is never guessed."""

import pytest

from meetings.finding.reading import read_ticks

FIVE = (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("1 and 3", {1, 3}),
        ("1, 3", {1, 3}),
        ("1 3", {1, 3}),
        ("1 y 3", {1, 3}),
        ("la 1 y la 2", {1, 2}),
        ("the first and the third", {1, 3}),
        ("El 1, el 2 y el 3", {1, 2, 3}),
        ("1,2 and 5.", {1, 2, 5}),
        ("2", {2}),
        ("#2", {2}),
        ("Number 2 please", {2}),
        ("Options 2 and 4", {2, 4}),
        ("1 & 3", {1, 3}),
        ("I can do 1 and 3", {1, 3}),
        ("1 and 3 work for me. See you", {1, 3}),
        ("La 2 y la 4", {2, 4}),
        ("A las 2 y a las 4", None),
        ("Las 2 y 4 me quedan bien", {2, 4}),
        ("uno y tres", {1, 3}),
        ("The second and third", {2, 3}),
        ("1st and 3rd", {1, 3}),
        ("Hola Fay,\n2 y 3\nGracias", {2, 3}),
        ("all", set(FIVE)),
        ("Any of them", set(FIVE)),
        ("todas", set(FIVE)),
        ("None", set()),
        ("None of these work for me, sorry", set()),
        ("Ninguna", set()),
        ("ninguna me conviene", set()),
        # A number that is none of them, hours, days, ranges, and whatever takes back.
        ("6", None),
        ("1 and 6", None),
        ("12", None),
        ("2:30 works", None),
        ("2.30", None),
        ("2 pm", None),
        ("2 p.m. is best", None),
        ("1-3", None),
        ("12/8", None),
        ("yes", None),
        ("sí", None),
        ("Tuesday", None),
        ("1 and 3, but not if it rains", None),
        ("1, 3 only if late", None),
        ("Not 2", None),
        ("All but 2", None),
        ("all except 3", None),
        ("todas menos la 2", None),
        ("none, except 3", None),
        ("I have 3 children", None),
        ("1 and 3. We are 4.", None),
        ("2 or maybe 3", None),
        ("", None),
        ("x" * 3000, None),
    ],
)
def test_what_is_named(words: str, numbers: set[int] | None) -> None:
    found = read_ticks(words, FIVE)
    assert (None if found is None else set(found.numbers)) == numbers


def test_what_is_said_besides_is_for_who_asked_to_read() -> None:
    found = read_ticks("1 and 3\nMy bus comes at a quarter past.", FIVE)
    assert found is not None
    assert (set(found.numbers), found.says_more) == ({1, 3}, True)
    polite = read_ticks("1 and 3\nThank you!", FIVE)
    assert polite is not None
    assert not polite.says_more


def test_a_number_that_was_taken_away_is_none_of_them() -> None:
    assert read_ticks("2", (1, 3)) is None
