"""Lists of what was released: for members of other communities, and for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from core.addresses import address
from core.pagination import KeysetPage, below, read_cursor, rows_page
from knowledge.kinds import Evidence, Kind
from knowledge.models import CommonsEntry
from knowledge.querysets import EntryQuerySet
from search.words import fold

PER_PAGE = 20
# After a public page.
LIKE = 3
# More words than anybody types; each is looked for.
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class WantedEntries:
    """Which are looked for; what is empty narrows nothing."""

    words: str = ""
    kind: str = ""
    about: str = ""
    language: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """What a list shows of something that was released."""

    url: str
    id: int
    released_at: datetime
    kind: str
    title: str
    what: str
    language: str
    evidence: str
    authors: Sequence[str]
    community: str

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def evidence_label(self) -> str:
        return str(Evidence(self.evidence).label)


_FIELDS = (
    *("pk", "released_at", "current__kind", "current__title", "current__what", "current__language"),
    *("current__evidence", "current__authors", "current__community_name"),
)


def entries_page(
    found: EntryQuerySet[CommonsEntry],
    wanted: WantedEntries,
    *,
    cursor: str | None,
    slug: str = "",
) -> KeysetPage[EntryRow]:
    """Return a page of these, the newest first: one query. With a slug they lead to its pages."""
    if position := read_cursor(cursor):
        found = found.filter(below("released_at", "id", *position))
    ordered = narrowed(found, wanted).order_by("-released_at", "-id")
    rows: list[tuple[Any, ...]] = list(ordered.values_list(*_FIELDS)[: PER_PAGE + 1])
    return rows_page(
        [EntryRow(_address(row[0], slug), *row) for row in rows],
        per_page=PER_PAGE,
        place=lambda row: (row.released_at, row.id),
    )


def entries_like(found: EntryQuerySet[CommonsEntry], entry: CommonsEntry) -> list[EntryRow]:
    """Return what to read after a public page, at most three: one query.

    In its language first, then on its subjects, then the newest.
    """
    it = entry.current
    if it is None:
        return []
    ordered = (
        found.exclude(pk=entry.pk)
        .annotate(
            is_alike=Q(current__language=it.language),
            is_about=Q(current__subjects__overlap=it.subjects),
        )
        .order_by("-is_alike", "-is_about", "-released_at", "-id")
    )
    return [EntryRow(_address(row[0], ""), *row) for row in ordered.values_list(*_FIELDS)[:LIKE]]


def narrowed(
    found: EntryQuerySet[CommonsEntry], wanted: WantedEntries
) -> EntryQuerySet[CommonsEntry]:
    """Keep what fits: all words, also as parts of words, without regard to accents."""
    for name in ("kind", "language", "evidence"):
        if value := getattr(wanted, name):
            found = found.filter(**{f"current__{name}": value})
    if wanted.about:
        found = found.filter(current__subjects__contains=[wanted.about])
    for word in fold(wanted.words).split()[:MOST_WORDS]:
        found = found.filter(current__words__contains=word)
    return found


def _address(pk: int, slug: str) -> str:
    if slug:
        return address("knowledge:from_others_one", slug, pk)
    return address("knowledge:public_page", pk)
