"""Markdown without its signs, for comparing."""

from functools import partial

import pytest

from core.markdown.dialect import MAX_LENGTH
from core.markdown.unsigned import without_signs
from tests.costs import takes_at_most


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("## What it costs", "What it costs"),
        ("- vests\n  - yellow\n1. rope", "• vests\n  • yellow\n1. rope"),
        ("> She said so.", "She said so."),
        ("**All** of *us*, and __you__", "All of us, and you"),
        ("See [the list](https://example.org/a_b_c).", "See the list (https://example.org/a_b_c)."),
        ("![A rope](rope.jpg)", "[A rope rope.jpg]"),
        ("2 * 3 * 4, my_own_name, - so", "2 * 3 * 4, my_own_name, - so"),
        ("```\n# no heading\n```", "```\n# no heading\n```"),
    ],
)
def test_a_text_reads_as_people_see_it(source: str, read: str) -> None:
    assert without_signs("", source) == ("", read)


def test_where_only_signs_changed_they_are_seen() -> None:
    before, after = without_signs("Same **here**.\n\nCome at 8.", "Same **here**.\n\nCome *at 8*.")
    assert before == "Same here.\n\nCome at 8."
    assert after == "Same here.\n\nCome *at 8*."


@pytest.mark.parametrize("sign", ["*", "_", "[", "`", "# ", "> ", "**a", "[a](", "![", " ", "- "])
def test_no_text_takes_long(sign: str) -> None:
    text = (sign * MAX_LENGTH)[:MAX_LENGTH]
    assert takes_at_most(8, partial(without_signs, "", text))
