"""What can be found: each kind is registered by its app, which knows its rows and who sees them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from communities.models import Community, Membership

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Document:
    """Something to be put into the index."""

    object_id: int
    audience_id: int
    title: str
    """Words that weigh more; empty where the title is another document's."""
    text: str
    """Plain text of one line."""
    author_id: int | None
    thread: str
    """What is shown once, however much of it fits: "topic 17"."""
    place: str
    """Where it stands, to be filtered by: "forum 3"."""
    moment: datetime
    is_answered: bool = False
    language: str = ""
    """Where its app knows it; else it is told by the words."""
    files: tuple[str, ...] = ()
    """Names of the files beside it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What is shown of something that was found. Texts are people's words, yet to be escaped."""

    url: str
    title: str
    text: str
    author: str
    moment: datetime
    place_kind: str
    place_label: str
    files: tuple[str, ...] = ()
    """Names of the files beside it."""
    in_files: str = ""
    """What stands in them, where its own words do not say why it was found."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be found.

    `documents` returns what is to be found of the rows with these ids, leaving out what is not (any
    more); `ids_after` some ids above a given one in order, for a community's index to be made anew;
    `hits` what a member may see of these rows, by id. All are called inside the community's scope.
    """

    name: str
    label: "_StrOrPromise"
    documents: Callable[[Community, Collection[int]], list[Document]]
    ids_after: Callable[[Community, int, int], list[int]]
    hits: Callable[[Membership, Collection[int]], dict[int, Hit]]
    within: str = ""
    """The kind that it belongs to for who narrows the search: translations to what they translate."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to search in: a forum."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that threads can be about."""

    value: str
    label: str
    group: str


_kinds: dict[str, Kind] = {}
_places: list[Callable[[Membership], list[Place]]] = []
# From a member and a subject's value, the threads he may see that are about it.
type Threads = Callable[[Membership, str], list[str]]
_subjects: list[tuple[Callable[[Membership], list[Subject]], Threads]] = []


def register_kind(kind: Kind) -> None:
    """Say how things of a kind are found; called from AppConfig.ready()."""
    _kinds[kind.name] = kind


def register_places(places: Callable[[Membership], list[Place]]) -> None:
    """Say where a member can search; called from AppConfig.ready()."""
    if places not in _places:
        _places.append(places)


def register_subjects(subjects: Callable[[Membership], list[Subject]], threads: Threads) -> None:
    """Say what threads can be about, and which are; called from AppConfig.ready()."""
    if (subjects, threads) not in _subjects:
        _subjects.append((subjects, threads))


def kind_named(name: str) -> Kind:
    return _kinds[name]


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def kinds_within(name: str) -> list[str]:
    """Return the names of the kinds that somebody means who chose this one."""
    return [kind.name for kind in _kinds.values() if name in {kind.name, kind.within}]


def places_of(member: Membership) -> list[Place]:
    return [place for places in _places for place in places(member)]


def subjects_of(member: Membership) -> list[Subject]:
    return [subject for subjects, _threads in _subjects for subject in subjects(member)]


def threads_about(member: Membership, value: str) -> list[str]:
    """Return the threads that are about a subject: a query for each app that has subjects."""
    return [thread for _of, threads in _subjects for thread in threads(member, value)]
