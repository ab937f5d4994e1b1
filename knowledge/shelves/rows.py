"""Collections and what stands in them, as flat rows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import shown_name
from communities.models import Membership
from communities.person_rows import PersonRow, by_name, person_rows
from core.addresses import address
from core.prepared import prepared_for_each
from knowledge.kinds import Evidence, Kind, State
from knowledge.listed_rows import author_names
from knowledge.models import (
    Collection,
    CollectionItem,
    CollectionUserObjectPermission,
    Resource,
)

# Of what a curator looks for by words of its title.
FOUND = 10


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """A collection in a list."""

    url: str
    title: str
    note: str
    language: str
    is_start: bool
    is_archived: bool
    count: int
    """How much of it the reader sees."""
    proposed: int
    """How much waits for him to put it there, if he curates it."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A resource in a collection."""

    authors: str
    id: int
    position: int
    note: str
    by: str
    number: int
    url: str
    title: str
    what: str
    language: str
    kind: str
    evidence: str
    state: str
    is_proposed: bool

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def evidence_label(self) -> str:
        return str(Evidence(self.evidence).label)

    @property
    def waits(self) -> bool:
        """Return whether it is yet to be published."""
        return self.state == State.REVIEW


def collection_rows(member: Membership) -> list[CollectionRow]:
    """Return what the member may see, "start here" first, what is archived last: three queries."""
    found = list(
        Collection.objects.visible_to(member)
        .order_by("archived_at", "-is_start", "title", "pk")
        .values_list("pk", "number", "title", "note", "language", "is_start", "archived_at")
    )
    found.sort(key=lambda row: row[-1] is not None)
    items = CollectionItem.objects.filter(collection__in=[row[0] for row in found])
    seen = Resource.objects.published_to(member).values("pk")
    standing = dict(
        items.filter(is_proposed=False, resource__in=seen)
        .values_list("collection")
        .annotate(count=Count("pk"))
    )
    waiting = _proposed(member, items)
    slug = member.community.slug
    return [
        CollectionRow(
            address("knowledge:collection", slug, number),
            title,
            note,
            language,
            is_start,
            archived_at is not None,
            standing.get(pk, 0),
            waiting.get(pk, 0),
        )
        for pk, number, title, note, language, is_start, archived_at in found
    ]


def _proposed(member: Membership, items: QuerySet[CollectionItem]) -> dict[int, int]:
    """Return how much is proposed for what the member curates, by the collection's id."""
    mine = items.filter(is_proposed=True, collection__archived_at=None)
    if not member.is_facilitator:
        mine = mine.filter(collection__in=Collection.objects.curated_by(member))
    readable = Resource.objects.visible_to(member).exclude(state=State.DRAFT)
    counted = mine.filter(resource__in=readable.values("pk")).values_list("collection")
    return dict(counted.annotate(count=Count("pk")))


def item_rows(collection: Collection, member: Membership) -> list[ItemRow]:
    """Return what stands in it that the member sees, in its order: two queries."""
    return _rows(
        collection,
        member,
        Q(is_proposed=False, resource__in=Resource.objects.published_to(member).values("pk")),
    )


def proposed_rows(collection: Collection, member: Membership) -> list[ItemRow]:
    """Return what waits for its curators, and what of it is to be published yet: two queries.

    What stands in it already but waits for review is among them.
    """
    readable = Resource.objects.visible_to(member)
    return _rows(
        collection,
        member,
        Q(resource__in=readable.filter(state=State.REVIEW).values("pk"))
        | Q(is_proposed=True, resource__in=readable.filter(state=State.PUBLISHED).values("pk")),
    )


def curators_of(collection: Collection, member: Membership) -> list[tuple[int, PersonRow]]:
    """Return the grants' ids and who curates it, by name: two queries."""
    grants = dict(
        CollectionUserObjectPermission.objects.filter(content_object=collection).values_list(
            "user_id", "pk"
        )
    )
    active = Membership.objects.active()
    people = active.filter(community=member.community_id, user_id__in=grants)
    return [(grants[one.user_id], one) for one in person_rows(by_name(people), member.community)]


def start_of(member: Membership) -> tuple[str, str, str, str] | None:
    """Return address, title, note and language of what newcomers begin with: one query."""
    rows = _start(member)
    if not rows:
        return None
    number, *rest = rows[0]
    return (address("knowledge:collection", member.community.slug, number), *rest)


@prepared_for_each("reader.standing")
def _start(reader: Membership) -> QuerySet[Collection, tuple[Any, ...]]:
    start = Collection.objects.open_to(reader).filter(is_start=True)
    return start.values_list("number", "title", "note", "language")


def collections_with(resource: Resource, member: Membership) -> list[tuple[str, str, str]]:
    """Return address, title and language of the collections that a resource stands in: one query."""
    slug = member.community.slug
    return [
        (address("knowledge:collection", slug, number), title, language)
        for number, title, language in _with(member, resource.pk)
    ]


@prepared_for_each("reader.standing")
def _with(reader: Membership, resource_id: int) -> QuerySet[Collection, tuple[int, str, str]]:
    found = Collection.objects.open_to(reader).filter(
        items__resource=resource_id, items__is_proposed=False
    )
    return found.order_by("title", "pk").values_list("number", "title", "language")


def to_be_placed(
    collection: Collection, member: Membership, words: str
) -> list[tuple[int, str, str]]:
    """Return number, title and language of what has these words in its title: one query."""
    there = Resource.objects.published_to(member).exclude(placements__collection=collection)
    for word in words.split()[:8]:
        there = there.filter(title__icontains=word)
    return list(there.order_by("-placed_at").values_list("number", "title", "language")[:FOUND])


def _rows(collection: Collection, member: Membership, which: Q) -> list[ItemRow]:
    items = list(
        CollectionItem.objects.filter(which, collection=collection)
        .order_by("position", "pk")
        .values_list(
            *("pk", "position", "note", "by__user__display_name", "by__user__email", "resource_id"),
            *("resource__number", "resource__title", "resource__what", "resource__language"),
            *("resource__kind", "resource__evidence", "resource__state", "is_proposed"),
        )
    )
    names = author_names(row[5] for row in items)
    slug = member.community.slug
    return [
        ItemRow(
            ", ".join(names[resource_id]),
            pk,
            position,
            note,
            shown_name(name, email),
            number,
            address("knowledge:resource", slug, number),
            *rest,
        )
        for pk, position, note, name, email, resource_id, number, *rest in items
    ]
