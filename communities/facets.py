"""What the topics of a community can be about: capacities it builds, results it works for."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from communities.models import Community, CoreCapacity, Result

CAPACITY, RESULT = "capacity", "result"


@dataclass(frozen=True, slots=True)
class Facet:
    """A core capacity or a result."""

    kind: str
    id: int
    title: str
    title_es: str

    @property
    def value(self) -> str:
        """Return how addresses and forms name it: "result-3"."""
        return f"{self.kind}-{self.id}"

    @property
    def label(self) -> str:
        return (get_language() == "es" and self.title_es) or self.title


def facets_of(community: Community) -> dict[str, Facet]:
    """Return the facets by value, capacities first, kept in this process as roles are."""
    return _facets(community.pk, community.people_version)


def facets_named(community: Community, values: Iterable[str]) -> list[Facet]:
    """Return those of these facets that there are, in the community's order."""
    wanted = set(values)
    if not wanted:
        return []
    return [facet for value, facet in facets_of(community).items() if value in wanted]


@lru_cache(maxsize=256)
def _facets(community_id: int, _version: int) -> dict[str, Facet]:
    found = [
        Facet(kind, *row)
        for kind, model in ((CAPACITY, CoreCapacity), (RESULT, Result))
        for row in model._default_manager.filter(community=community_id)
        .order_by("position", "pk")
        .values_list("pk", "title", "title_es")
    ]
    return {facet.value: facet for facet in found}
