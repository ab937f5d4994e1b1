"""The order of the tests: whoever works at the suite's end finds short ones, and all end together."""

import pytest


def place(item: pytest.Item) -> int:
    """Return where a test stands among those that pytest-django put in its order.

    What takes longest begins, and needs no test database, which meanwhile is made: whole starts of
    the product, which wait more than they work. What needs no database at all comes last, for it
    takes least.
    """
    own = {mark.name for mark in item.iter_markers()}
    if "slow" in own and not _uses_database(item, own):
        return 0
    if "browser" in own or _uses_database(item, own):
        return 1
    return 2


def _uses_database(item: pytest.Item, marks: set[str]) -> bool:
    return "django_db" in marks or bool({"db", "site"} & set(getattr(item, "fixturenames", ())))
