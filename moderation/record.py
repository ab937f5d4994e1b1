"""Write into the record of acts, and read it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from communities.models import Membership
from core.pagination import KeysetPage, below, read_cursor, rows_page
from moderation.models import Act
from moderation.words import Described, described, sentence

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act as the page of facilitators shows it."""

    id: int
    sentence: str
    """ "Fay Moua removed a post." """
    what: Described | None
    """What it was done to, if the reader may know of it."""
    note: str
    """The reason; empty, too, where the reader may not know what it was done to."""
    created_at: datetime
    undo: str
    """Where a POST takes it back; empty where that cannot be."""


def record(by: Membership, act: str, obj: Model, *, note: str = "") -> Act:
    """Write down that `by` did this to `obj`, in the caller's transaction."""
    return Act.objects.create(
        community_id=by.community_id,
        by=by,
        act=act,
        kind=obj._meta.label_lower,
        object_id=obj.pk,
        note=note,
    )


def record_noted(by: Membership, act: str, obj: Model, note: str) -> None:
    """Write down an act of an app below, which hands it over through communities.acts."""
    record(by, act, obj, note=note)


def acts_page(reader: Membership, *, cursor: str | None) -> KeysetPage[ActRow]:
    """Return a page of the community's acts, the newest first."""
    acts = Act.objects.filter(community_id=reader.community_id).select_related("by__user")
    if position := read_cursor(cursor):
        acts = acts.filter(below("created_at", "id", *position))
    found = list(acts.order_by("-created_at", "-id")[: PER_PAGE + 1])
    things = described(reader, ((act.kind, act.object_id) for act in found))
    rows = []
    for act in found:
        what = things.get((act.kind, act.object_id))
        said = sentence(act.kind, act.act) % {"name": act.by.name}
        note = act.note if what else ""
        undo = what.undo.get(act.act, "") if what else ""
        rows.append(ActRow(act.pk, said, what, note, act.created_at, undo))
    return rows_page(rows, per_page=PER_PAGE, place=lambda row: (row.created_at, row.id))
