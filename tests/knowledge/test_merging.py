"""Two changes of one version put together, without a database."""

from datetime import date

import pytest

from knowledge.content import Content
from knowledge.kinds import Kind
from knowledge.merging import BOTH, MINE, THEIRS, around_changes, edits, merge, paragraphs

BEFORE = "One.\n\nTwo.\n\nThree."


def case(**fields: object) -> Content:
    values: dict[str, object] = {"kind": Kind.CASE, "title": "Bus", "body": BEFORE}
    return Content(**(values | fields))  # type: ignore[arg-type]


def body(theirs: str, mine: str) -> tuple[str, int]:
    merged = merge(case(), case(body=theirs), case(body=mine))
    return merged.content.body, len(merged.conflicts)


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        (BEFORE, BEFORE, BEFORE),
        ("One!\n\nTwo.\n\nThree.", BEFORE, "One!\n\nTwo.\n\nThree."),
        (BEFORE, "One.\n\nTwo.", "One.\n\nTwo."),
        ("One!\n\nTwo.\n\nThree.", "One.\n\nTwo!\n\nThree.", "One!\n\nTwo!\n\nThree."),
        ("One!\n\nTwo!\n\nThree.", "One.\n\nTwo.\n\nThree!", "One!\n\nTwo!\n\nThree!"),
        ("Zero.\n\n" + BEFORE, BEFORE + "\n\nFour.", "Zero.\n\n" + BEFORE + "\n\nFour."),
        ("One.\n\nThree.", "One.\n\nTwo.\n\nThree!", "One.\n\nThree!"),
        (BEFORE + "\n\nFour.", "One.\n\nTwo.\n\nThree!", "One.\n\nTwo.\n\nThree!\n\nFour."),
        ("Same.\n\nTwo.\n\nThree.", "Same.\n\nTwo.\n\nThree.", "Same.\n\nTwo.\n\nThree."),
    ],
)
def test_changes_in_different_paragraphs_are_put_together(
    theirs: str, mine: str, both: str
) -> None:
    assert body(theirs, mine) == (both, 0)


def test_one_paragraph_changed_by_both_is_a_place_to_be_settled() -> None:
    theirs, mine = case(body=BEFORE.replace("Two.", "Two!")), case(body=BEFORE.replace("Two", "2"))
    merged = merge(case(), theirs, mine)
    [place] = merged.conflicts
    assert (place.before, place.theirs, place.mine) == ("Two.", "Two!", "2.")
    assert merged.open == (place,)
    for choice, said in ((MINE, "2."), (THEIRS, "Two!"), (BOTH, "Two!\n\n2.")):
        settled = merge(case(), theirs, mine, {place.key: choice})
        assert settled.content.body == f"One.\n\n{said}\n\nThree."
        assert settled.open == ()


def test_what_one_takes_out_and_the_other_changes_is_settled_too() -> None:
    merged = merge(case(), case(body="One.\n\nThree."), case(body="One.\n\nTwo!\n\nThree."))
    [place] = merged.conflicts
    assert (place.theirs, place.mine) == ("", "Two!")


def test_two_who_add_at_one_place_both_stay_if_so_chosen() -> None:
    theirs, mine = case(body=BEFORE + "\n\nA."), case(body=BEFORE + "\n\nB.")
    [place] = merge(case(), theirs, mine).conflicts
    settled = merge(case(), theirs, mine, {place.key: BOTH})
    assert settled.content.body == BEFORE + "\n\nA.\n\nB."


def test_different_fields_are_put_together_and_one_field_is_settled() -> None:
    day = date(2027, 1, 2)
    merged = merge(case(), case(title="Buses", review_by=day), case(what="A bus."))
    assert (merged.content.title, merged.content.what) == ("Buses", "A bus.")
    assert merged.content.review_by == day
    assert merged.conflicts == ()
    merged = merge(case(), case(title="Buses"), case(title="Walking bus"))
    assert [place.key for place in merged.open] == ["title"]
    chosen = merge(case(), case(title="Buses"), case(title="Walking"), {"title": THEIRS})
    assert chosen.content.title == "Buses"


def test_of_lists_what_came_in_and_what_went_is_put_together() -> None:
    before = case(roles=(1, 2), authors=(7, "Ana"))
    theirs = case(roles=(2, 3), authors=(7, "Ana", "Bo"))
    mine = case(roles=(1, 2, 4), authors=(9, 7))
    merged = merge(before, theirs, mine)
    assert merged.content.roles == (2, 4, 3)
    assert merged.content.authors == (9, 7, "Bo")
    assert merged.conflicts == ()


def test_fields_of_the_kind_are_put_together_like_the_text() -> None:
    before = case(details={"situation": "A.\n\nB."})
    theirs, mine = case(details={"situation": "A!\n\nB."}), case(details={"situation": "A.\n\nB!"})
    assert merge(before, theirs, mine).content.details == {"situation": "A!\n\nB!"}


def test_nothing_is_lost_whatever_is_typed() -> None:
    """Each paragraph that either put in stands in the text, or in a place to be settled."""
    texts = ["", "One.", "A.\n\nB.", "Two.\n\nOne.", BEFORE, "One.\n\nX.\n\nTwo.\n\nY.\n\nThree."]
    for theirs in texts:
        for mine in texts:
            merged = merge(case(), case(body=theirs), case(body=mine))
            kept = merged.content.body + "".join(f"{c.theirs}{c.mine}" for c in merged.conflicts)
            for side in (theirs, mine):
                new = set(paragraphs(side)) - set(paragraphs(BEFORE))
                assert all(one in kept for one in new), (theirs, mine)


def test_windows_line_ends_and_long_breaks_are_the_same_paragraphs() -> None:
    assert paragraphs("One.\r\n\r\n\r\nTwo.\n \nThree.\n") == ["One.", "Two.", "Three."]
    assert paragraphs(" \n ") == []
    assert edits(paragraphs(BEFORE), paragraphs(BEFORE)) == []


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a\n\nb\n\nc\n\nd\n\ne", "a\n\nb\n\nC\n\nd\n\ne", ("…\n\nb\n\nc\n\nd\n\n…",) * 2),
        ("a\n\nb", "A\n\nb", ("a\n\nb", "A\n\nb")),
        ("a\n\nb\n\nc", "a\n\nb\n\nc\n\nd", ("…\n\nc", "…\n\nc\n\nd")),
        ("a\n\na\n\na", "a\n\na", ("…\n\na\n\na", "…\n\na")),
        ("", "a", ("", "a")),
        ("a\n\nb", "a\n\n\nb", ("a\n\nb", "a\n\n\nb")),
    ],
)
def test_of_a_long_text_is_shown_what_stands_around_a_change(
    before: str, after: str, shown: tuple[str, str]
) -> None:
    found = around_changes(before, after)
    assert (found[0], found[1].replace("C", "c")) == shown
