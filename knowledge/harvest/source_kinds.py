"""What can be quoted in a resource: each kind of source is registered."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from communities.models import Membership


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it is now, whoever asks."""

    author_id: int
    name_hidden: bool
    whole_id: int
    audience_id: int
    texts: tuple[str, ...]
    """What it says in plain words, as it can be read and copied; none once it was removed."""


@dataclass(frozen=True, slots=True)
class SeenSource:
    """A source as somebody finds it who sees where it stands."""

    title: str
    url: str
    """Empty once it was removed."""
    language: str = ""
    """In which it was written, if that is known."""


@dataclass(frozen=True, slots=True)
class SourceKind:
    """`locked` gives sources by id, and whoever would change one waits; `seen` those that one sees."""

    name: str
    now: Callable[[Collection[int]], Mapping[int, Source]]
    locked: Callable[[Collection[int]], Mapping[int, Source]]
    seen: Callable[[Membership, Collection[int]], Mapping[int, SeenSource]]


_kinds: dict[str, SourceKind] = {}


def register_source_kind(kind: SourceKind) -> None:
    """Let these be quoted; called from AppConfig.ready()."""
    _kinds[kind.name] = kind


def source_kind(name: str) -> SourceKind:
    """Return a kind. Raises KeyError for one that nobody registered."""
    return _kinds[name]
