"""What a page shows of what would be made: small enough to be kept until somebody agrees."""

import time
from collections.abc import Iterable
from typing import TypedDict

from django.utils.translation import gettext as _

from communities.models import Membership
from knowledge.exchange.bundles import Bundle, BundleError
from knowledge.exchange.planned import Planned, PlannedCollection
from knowledge.exchange.planning import plan
from knowledge.exchange.portable import Names
from knowledge.kinds import State
from knowledge.models import Collection, Resource

# Somebody waits for the page.
SECONDS = 15


class Row(TypedDict):
    """One thing: where it is from, what it becomes, and what is to be said of it."""

    source: str
    line: int
    title: str
    is_collection: bool
    state: str
    may_be_shown: bool
    files: int
    earlier: int
    """How many versions come along that do not stand any more."""
    remarks: list[str]
    wrong: str
    is_there: bool
    """Something with its title is in the library already: it is left out."""


def rows_of(bundle: Bundle, names: Names, *, seconds: float = SECONDS) -> list[Row]:
    """Return what would be made of all that is in it, in the open scope. Raises BundleError."""
    names.look_up()
    until = time.monotonic() + seconds
    rows = []
    for row in _rows(plan(bundle, names), names.member):
        rows.append(row)
        if time.monotonic() > until:
            raise BundleError(
                _(
                    "There is too much in it to look at while you wait. Bring it in several files, or"
                    " ask who runs this place to bring it in by the command line."
                )
            )
    if not rows:
        raise BundleError(_("There is nothing in it that could stand in the library."))
    return rows


def _rows(planned: Iterable[Planned | PlannedCollection], member: Membership) -> Iterable[Row]:
    seen = Resource.objects.visible_to(member).values_list("title", flat=True)
    titles = {title.casefold() for title in seen}
    shelves = Collection.objects.visible_to(member).values_list("title", flat=True)
    shelf_titles = {title.casefold() for title in shelves}
    for one in planned:
        there = shelf_titles if isinstance(one, PlannedCollection) else titles
        row = Row(
            source=one.source,
            line=one.line if isinstance(one, Planned) else 0,
            title=one.title,
            is_collection=isinstance(one, PlannedCollection),
            state="",
            may_be_shown=False,
            files=0,
            earlier=0,
            remarks=[],
            wrong=one.wrong,
            is_there=not one.wrong and one.title.casefold() in there,
        )
        if isinstance(one, Planned):
            row["state"] = str(one.state if one.may_be_shown else State.DRAFT)
            row["may_be_shown"] = one.may_be_shown
            row["files"], row["remarks"] = len(one.files), one.remarks
            row["earlier"] = sum(before.content is not None for before in one.versions)
        yield row
