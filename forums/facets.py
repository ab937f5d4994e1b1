"""What topics are about, for pages and for the search."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from communities.facets import CAPACITY, RESULT, Facet, facets_named, facets_of
from communities.models import Community, Membership
from forums.models import Topic
from search.kinds import Subject, register_subjects

# More topics of one facet than anybody reads; the newest are looked through.
SEARCHED = 20_000


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """What a forum's topics can be about: the group's name, and its facets."""

    label: str
    facets: tuple[Facet, ...]


def facets_of_topic(topic: Topic) -> list[Facet]:
    """Return what a topic from topic_or_404 is about: no query once the lists are known."""
    values = [f"{CAPACITY}-{pk}" for pk in topic.capacity_ids]
    values += [f"{RESULT}-{pk}" for pk in topic.result_ids]
    return facets_named(topic.community, values)


def facet_choices(community: Community) -> list[FacetChoice]:
    """Return the facets in groups that have any, in words for a reader who looks for topics."""
    labels = {CAPACITY: _("Core capacities"), RESULT: _("Results")}
    found = list(facets_of(community).values())
    groups = [(label, tuple(f for f in found if f.kind == kind)) for kind, label in labels.items()]
    return [FacetChoice(label, facets) for label, facets in groups if facets]


def facet_or_none(community: Community, value: str | None) -> Facet | None:
    """Return the facet that an address names, if there is one of this name."""
    return facets_of(community).get(value or "")


def register() -> None:
    """Let the search be narrowed to a facet; called from AppConfig.ready()."""
    register_subjects(_subjects, _threads)


def _subjects(member: Membership) -> list[Subject]:
    return [
        Subject(facet.value, facet.label, choice.label)
        for choice in facet_choices(member.community)
        for facet in choice.facets
    ]


def _threads(member: Membership, value: str) -> list[str]:
    facet = facet_or_none(member.community, value)
    if facet is None:
        return []
    topics = Topic.objects.visible_to(member).about(facet).newest_first()
    return [f"topic {pk}" for pk in topics.values_list("pk", flat=True)[:SEARCHED]]
