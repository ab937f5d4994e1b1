"""What a digest is made of. Higher apps add their own part in AppConfig.ready()."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from digests.batch import Batch
from digests.entries import Entry

# As many of a section are told of one by one, in each community.
LISTED = 5
# The kind of entries that say what there was no room for.
MORE = "more"


@dataclass(slots=True)
class Item:
    """One entry in the reader's language: a line with a link, and what stands under it."""

    title: str
    url: str
    kind: str = ""
    place: str = ""
    sentence: str = ""
    excerpt: str = ""
    # What the mail's subject may say of it: "Marcus answered you".
    headline: str = ""
    # What an answer by mail is about, a kind and an id, and what can be said of it in a word.
    about: tuple[str, int] | None = None
    acts: Sequence[str] = ()
    # These are filled in once it is written; with holes where each reader has his own (labels.py).
    html: str = ""
    text: str = ""
    words: int = 0
    """How many a reader reads of it."""


@dataclass(slots=True)
class More:
    """What there was no room for: a sentence with a link, and how many things it stands for."""

    sentence: str
    url: str
    count: int
    html: str = ""
    text: str = ""


class Section(Protocol):
    """A part of the digest. Its queries are as many for 500 members as for one."""

    key: str
    # Somebody waits for the reader: the mail lights its lamp.
    waits: bool

    def title(self) -> str:
        """Return the heading, in the language that is active."""
        ...

    def find(self, batch: Batch) -> list[Entry]:
        """Return what concerns each member of the batch, of things he may see and has not seen."""
        ...

    def outdated(self, batch: Batch, entries: Sequence[Entry]) -> set[int]:
        """Return the ids of entries that were read, deleted or closed to their member since."""
        ...

    def tell(self, batch: Batch, entries: Sequence[Entry]) -> None:
        """Note that these were told, in the transaction that stores the mail."""
        ...

    def left_out(self, cut: Sequence[Entry], more: Sequence[Entry]) -> list[Entry]:
        """Return what stands in place of `more`, now that there is no room for `cut` either.

        All are of one member, and `cut` are entries that would be told one by one. They are not
        told, and are found again for the next digest.
        """
        ...

    def present(self, entry: Entry, base: str) -> Item | More:
        """Return the entry's words and links; `base` is the address of the community's pages."""
        ...


def one_more(cut: Sequence[Entry], more: Sequence[Entry]) -> list[Entry]:
    """Return one entry "and 7 more", for a section that counts them all together."""
    first = [*more, *cut][0]
    count = len(cut) + sum(entry.data["count"] for entry in more)
    raw = json.dumps({"count": count})
    return [Entry(first.member_id, first.section, MORE, 0, LISTED + 1, raw, fresh=False)]


_sections: dict[int, Section] = {}


def register_section(section: Section, *, position: int) -> None:
    """Add a part of the digest; the lowest position comes first."""
    _sections[position] = section


def sections() -> list[Section]:
    """Return all parts in the order of the mail."""
    return [_sections[position] for position in sorted(_sections)]
