import pytest

from core.slugs import slug_of, unique_slug


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Northside Promise Neighborhood", "northside-promise-neighborhood"),
        ("  Educación & niñez: ¡ya!  ", "educacion-and-ninez-ya"),
        ("Straße, Łódź, Ærø", "strasse-lodz-aero"),
        ("snake_case -- name", "snake-case-name"),
        ("K–12 / 2026", "k-12-2026"),
        ("児童", "item"),
        ("—", "item"),
        ("", "item"),
    ],
)
def test_words_become_a_slug(words: str, slug: str) -> None:
    assert slug_of(words) == slug


def test_a_long_slug_is_cut_between_words() -> None:
    assert slug_of("families that read together", max_length=16) == "families-that"


def test_a_long_word_is_cut_inside() -> None:
    assert slug_of("a" * 90) == "a" * 60


def test_a_slug_is_numbered_until_it_is_free() -> None:
    assert unique_slug("Ideas", {"other"}) == "ideas"
    assert unique_slug("Ideas", {"ideas"}) == "ideas-2"
    assert unique_slug("Ideas", {"ideas", "ideas-2", "ideas-3"}) == "ideas-4"


def test_a_number_keeps_a_slug_within_its_length() -> None:
    taken = {"a" * 10} | {"a" * 8 + f"-{number}" for number in range(2, 10)}
    assert unique_slug("a" * 20, taken, max_length=10) == "a" * 7 + "-10"


def test_a_default_is_numbered_too() -> None:
    assert unique_slug("児童", {"forum"}, default="forum") == "forum-2"
