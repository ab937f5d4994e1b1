"""Where else than in forums somebody can begin to write: higher apps say how each place is called."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from communities.models import Membership

# A kind, and the id of its row; 0 for one that there is not yet.
type Thing = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ThingBegun:
    """What was begun there: what it is called, where one goes on, and its words."""

    label: str
    url: str
    text: str


# From a member and what was kept by id, those that he may go on with.
type Describer = Callable[[Membership, Mapping[int, dict[str, Any]]], Mapping[int, ThingBegun]]

_describers: dict[str, Describer] = {}


def register_draft_places(kind: str, describer: Describer) -> None:
    """Say how places of a kind are told; called from AppConfig.ready()."""
    _describers[kind] = describer


def begun_things(
    member: Membership, kept: Iterable[tuple[Thing, dict[str, Any]]]
) -> dict[Thing, ThingBegun]:
    """Return those of these that the member may go on with: one call for each kind."""
    by_kind: dict[str, dict[int, dict[str, Any]]] = {}
    for (kind, object_id), fields in kept:
        by_kind.setdefault(kind, {})[object_id] = fields
    return {
        (kind, object_id): told
        for kind, things in by_kind.items()
        if kind in _describers
        for object_id, told in _describers[kind](member, things).items()
    }
