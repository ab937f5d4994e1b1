import pytest

from core.numbers import number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), (7, 7), ("0", 0), ("000000012", 12), ("999999999", 999_999_999)],
)
def test_a_number_is_read(text: str | int, number: int) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    "text",
    [None, "", "x", "-1", "+1", "1.5", " 1", "1\n", "²", "٣", "1000000000", "9" * 5000],
)
def test_anything_else_is_none(text: str | None) -> None:
    assert number_in(text) == 0
