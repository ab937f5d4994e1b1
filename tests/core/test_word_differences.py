"""What changed from one text to the next."""

import random
from functools import partial

import pytest

from core.word_differences import marked_differences
from tests.costs import takes_at_most


def test_words_that_went_and_came_are_marked() -> None:
    assert (
        marked_differences("The city pays.", "The district pays.")
        == "The<del> city</del><ins> district</ins> pays."
    )


def test_the_same_text_has_no_marks() -> None:
    assert (
        marked_differences("Line one\n\nLine two", "Line one\n\nLine two") == "Line one\n\nLine two"
    )


def test_what_people_wrote_is_escaped() -> None:
    marked = marked_differences("a <script>x</script>", 'a <img onerror="x">')
    assert "<script" not in marked
    assert "<img" not in marked
    assert "&lt;script&gt;" in marked


def test_one_word_in_a_long_text_is_found() -> None:
    words = [f"word{n}" for n in range(3000)]
    after = [*words[:1500], "new", *words[1501:]]
    marked = marked_differences(" ".join(words), " ".join(after))
    assert marked.count("<del>") == marked.count("<ins>") == 1
    assert "<ins> new</ins>" in marked


@pytest.mark.parametrize("different", [1, 2, 20, 400, 5000])
def test_no_text_of_allowed_length_takes_long(different: int) -> None:
    dice = random.Random(7)
    before, after = (
        "\n".join(str(dice.randrange(different)) for _ in range(5000)) for _ in range(2)
    )
    # Some half a second.
    assert takes_at_most(16, partial(marked_differences, before, after))
