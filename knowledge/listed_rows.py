"""The list of the library: flat rows, the newest first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from accounts.models import shown_name
from communities.facets import facets_named
from communities.models import Membership
from core.addresses import address
from core.pagination import KeysetPage, below, read_cursor, rows_page
from core.prepared import prepared, prepared_for_each
from knowledge.files.unreadable import with_unreadable_files
from knowledge.kinds import Evidence, Kind, State
from knowledge.models import Adaptation, Resource, ResourceCredit
from knowledge.querysets import ResourceQuerySet

PER_PAGE = 20
MINE, SAVED, IN_REVIEW, DUE, ARCHIVED = "mine", "saved", "review", "due", "archived"
UNREADABLE = "unreadable"
_BY_STATE = {IN_REVIEW: State.REVIEW, ARCHIVED: State.ARCHIVED}
_FIELDS = (
    *("pk", "number", "kind", "state", "title", "what", "language", "evidence"),
    *("site__name", "review_by", "placed_at"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which resources are looked for; what is empty narrows nothing."""

    show: str = ""
    """"" for what is published, else one's own, what one saved, what waits for review, is due, archived,
    or has files that could not be read."""
    kind: str = ""
    about: str = ""
    role: str = ""
    evidence: str = ""
    site: str = ""
    language: str = ""
    used_at: str = ""
    """A site that uses it, or told what came of it."""


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """What a list shows of a resource."""

    authors: str
    url: str
    id: int
    number: int
    kind: str
    state: str
    title: str
    what: str
    language: str
    evidence: str
    site: str | None
    review_by: date | None
    placed_at: datetime

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def evidence_label(self) -> str:
        return str(Evidence(self.evidence).label)

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)

    @property
    def is_due(self) -> bool:
        """Return whether it should be looked at again."""
        is_late = self.review_by is not None and self.review_by <= timezone.localdate()
        return self.state == State.PUBLISHED and is_late


def library_page(
    member: Membership, wanted: Wanted, *, cursor: str | None
) -> KeysetPage[ResourceRow]:
    """Return a page of what the member sees and looks for: two queries."""
    position = read_cursor(cursor)
    rows = (
        _newest(member)
        if position is None and wanted == Wanted()
        else _below(_found(member, wanted), position)
    )
    names = author_names(row[0] for row in rows)
    slug = member.community.slug
    return rows_page(
        [
            ResourceRow(", ".join(names[row[0]]), address("knowledge:resource", slug, row[1]), *row)
            for row in rows
        ],
        per_page=PER_PAGE,
        place=lambda row: (row.placed_at, row.id),
    )


@prepared
def _newest(reader: Membership) -> QuerySet[Resource, tuple[Any, ...]]:
    """Return what most people look at: the first page of all that is published."""
    found: ResourceQuerySet[Resource] = Resource.objects.published_to(reader)
    return _page_of(found)


def _below(
    found: ResourceQuerySet[Resource], position: tuple[datetime, int] | None
) -> list[tuple[Any, ...]]:
    if position:
        found = found.filter(below("placed_at", "id", *position))
    return list(_page_of(found))


def _page_of(found: ResourceQuerySet[Resource]) -> QuerySet[Resource, tuple[Any, ...]]:
    return found.order_by("-placed_at", "-id").values_list(*_FIELDS)[: PER_PAGE + 1]


def _found(member: Membership, wanted: Wanted) -> ResourceQuerySet[Resource]:
    found = _shown(member, wanted.show)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    for facet in facets_named(member.community, [wanted.about]):
        found = found.about(facet)
    if wanted.role:
        found = found.filter(role_links__role_id=int(wanted.role))
    if wanted.evidence:
        found = found.filter(evidence=wanted.evidence)
    if wanted.site:
        found = found.filter(site_id=int(wanted.site))
    if wanted.language:
        found = found.filter(language=wanted.language)
    if wanted.used_at:
        used = Adaptation.objects.filter(site=int(wanted.used_at), shown_at__isnull=False)
        found = found.filter(pk__in=used.values("resource"))
    return found


def _shown(member: Membership, show: str) -> ResourceQuerySet[Resource]:
    resources: ResourceQuerySet[Resource] = Resource.objects.all()
    if show == MINE:
        return resources.written_by(member)
    if show == SAVED:
        return resources.visible_to(member).saved_by(member)
    if show in _BY_STATE:
        return resources.visible_to(member).filter(state=_BY_STATE[show])
    if show == DUE:
        return resources.published_to(member).due_for_review()
    if show == UNREADABLE:
        return with_unreadable_files(resources.visible_to(member).exclude(state=State.DRAFT))
    return resources.published_to(member)


def author_names(ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the names of who wrote each resource, in their order, by its id: one query."""
    names: dict[int, list[str]] = defaultdict(list)
    for resource_id, name, display_name, email in _authors(list(ids)):
        names[resource_id].append(name or shown_name(display_name, email))
    return names


@prepared
def _authors(ids: list[int]) -> QuerySet[ResourceCredit, tuple[Any, ...]]:
    authors = ResourceCredit.objects.filter(resource__id__any_of=ids, is_author=True)
    return authors.order_by("resource_id", "position").values_list(
        "resource_id", "name", "member__user__display_name", "member__user__email"
    )


def count_to_review(member: Membership) -> int:
    """Return how many wait for the member to publish them or send them back: one query."""
    return sum(count for (count,) in _to_review(member))


@prepared_for_each("reader.standing", "reader.is_facilitator")
def _to_review(reader: Membership) -> QuerySet[Resource, tuple[int]]:
    waiting = Resource.objects.reviewed_by(reader).values("community")
    return waiting.annotate(count=Count("pk")).values_list("count")
