"""How acts are told: higher apps say what theirs are called, and what their objects are."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from communities.models import Membership

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Described:
    """An object in a few words, and where it stands (empty: nowhere any more)."""

    label: str
    url: str
    undo: Mapping[str, str] = field(default_factory=dict)
    """By act, where a POST takes it back, as long as it can be."""


# From a reader and ids, those that he may know of.
type Describer = Callable[[Membership, Collection[int]], Mapping[int, Described]]

_sentences: "dict[tuple[str, str], _StrOrPromise]" = {}
_describers: dict[str, Describer] = {}


def register_acts(
    kind: str, describer: Describer, sentences: "Mapping[str, _StrOrPromise]"
) -> None:
    """Say what is done to objects of a kind ("forums.post"); called from AppConfig.ready().

    `sentences` are by act, with %(name)s for who did it: "%(name)s removed a post."
    """
    _describers[kind] = describer
    for act, words in sentences.items():
        _sentences[kind, act] = words


def sentence(kind: str, act: str) -> str:
    """Return the sentence of an act, with %(name)s in it."""
    known = _sentences.get((kind, act))
    return str(known) if known else _("%(name)s did something that has no name any more.")


def described(
    reader: Membership, objects: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], Described]:
    """Return those of these objects that the reader may know of: one call for each kind."""
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for kind, object_id in objects:
        ids[kind].add(object_id)
    return {
        (kind, object_id): what
        for kind, wanted in ids.items()
        if kind in _describers
        for object_id, what in _describers[kind](reader, wanted).items()
    }
