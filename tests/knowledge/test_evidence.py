"""The rule by which a resource moves from an idea to what was tried at several sites."""

import pytest

from knowledge.adaptations.evidence import level_by, next_level
from knowledge.adaptations.lineage import counted
from knowledge.kinds import Evidence

NORTH, EAST, WEST = 1, 2, 3
IDEA, ONCE, SEVERAL, EVALUATED = Evidence


@pytest.mark.parametrize(
    ("told_at", "level"),
    [
        ([], IDEA),
        ([NORTH], ONCE),
        ([EAST], ONCE),
        ([EAST, EAST], ONCE),
        ([EAST, NORTH], ONCE),
        ([EAST, WEST], SEVERAL),
        ([EAST, NORTH, WEST], SEVERAL),
    ],
)
def test_two_sites_that_are_not_the_authors_are_several(told_at: list[int], level: str) -> None:
    assert level_by(told_at, [NORTH]) == level


@pytest.mark.parametrize(
    ("now", "found", "taken", "level"),
    [
        (IDEA, ONCE, [], ONCE),
        (IDEA, SEVERAL, [], SEVERAL),
        (ONCE, SEVERAL, [ONCE], SEVERAL),
        (IDEA, IDEA, [], None),
        (ONCE, ONCE, [], None),
        # Never down, and never over what only a person says.
        (SEVERAL, ONCE, [], None),
        (EVALUATED, SEVERAL, [], None),
        # Who set it back by hand is not overruled by the next outcome.
        (IDEA, ONCE, [ONCE], None),
        (IDEA, SEVERAL, [ONCE], SEVERAL),
    ],
)
def test_the_rule_goes_up_and_takes_each_step_once(
    now: str, found: Evidence, taken: list[str], level: str | None
) -> None:
    assert next_level(now, found, taken) == level


def test_of_a_site_that_told_twice_the_newest_counts() -> None:
    rows = [(EAST, "worked"), (WEST, ""), (EAST, "failed"), (NORTH, "failed"), (NORTH, "")]
    assert counted(rows) == (2, 1, 2)
