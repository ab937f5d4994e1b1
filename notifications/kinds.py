"""What higher apps say of their own: how an event is told, and what a thing that one follows is called."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from communities.models import Membership

if TYPE_CHECKING:
    from notifications.models import Notice


@dataclass(frozen=True, slots=True)
class Followed:
    """A thing that one can follow, as the reader finds it."""

    label: str
    url: str
    # Where a chosen level is posted to.
    level_url: str
    # The kind and id of the thing itself, then of what it stands in: the nearest chosen level counts.
    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One event in words, in the language that is active."""

    object_id: int
    # What belongs to one conversation in a mail program: "forums.topic 7".
    thread: str
    # The same for all mails of the thread but for "Re:".
    subject: str
    sender: str
    title: str
    place: str
    sentence: str
    # Why the reader gets it.
    because: str
    at: datetime
    text: str
    html: str
    url: str
    answer_url: str
    # Whose level a link in the mail changes: a kind and an id, which `title` names.
    about: tuple[str, int]
    is_cut: bool = False
    # Where an answer by mail arrives, the same for all mails of the thread; empty if nowhere.
    reply_to: str = ""
    # The reader wrote in this thread without his name, and so does his answer.
    without_name: bool = False


# From a reader and his notices of one kind, those that are still his business.
type Presenter = Callable[[Membership, Sequence["Notice"]], Sequence[News]]
# From a reader and ids, those that he may know of.
type Describer = Callable[[Membership, Collection[int]], Mapping[int, Followed]]

_presenters: dict[str, Presenter] = {}
_describers: dict[str, Describer] = {}


def register_notices(kind: str, presenter: Presenter) -> None:
    """Say how events of a kind ("forums.post") are told; called from AppConfig.ready()."""
    _presenters[kind] = presenter


def register_followed(kind: str, describer: Describer) -> None:
    """Say what is followed under a kind ("forums.topic"); called from AppConfig.ready()."""
    _describers[kind] = describer


def present(reader: Membership, notices: Sequence["Notice"]) -> list[tuple["Notice", News]]:
    """Return those of these notices that still tell the reader something; one call for each kind."""
    found: dict[tuple[str, int], News] = {}
    for kind, presenter in _presenters.items():
        if of_kind := [notice for notice in notices if notice.kind == kind]:
            found |= {(kind, news.object_id): news for news in presenter(reader, of_kind)}
    keyed = [((notice.kind, notice.object_id), notice) for notice in notices]
    return [(notice, found[key]) for key, notice in keyed if key in found]


def described(reader: Membership, kind: str, ids: Collection[int]) -> Mapping[int, Followed]:
    """Return those of these things that the reader may know of."""
    return _describers[kind](reader, ids) if kind in _describers else {}
