"""What can be found of the library: what is published."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import shown_name
from communities.facets import facets_of
from communities.models import Community, Membership
from core.addresses import address
from core.prepared import prepared
from knowledge.files import search_documents as files
from knowledge.harvest.agreement import agreed_words
from knowledge.kinds import Kind, State
from knowledge.models import Resource
from knowledge.texts import words_in, words_of
from search import kinds
from search.actions import refresh
from search.kinds import Document, Hit, Place, register_places, register_subjects

RESOURCE, LIBRARY = "resource", "library"
# More of one facet than anybody reads; the newest are looked through.
SEARCHED = 20_000


def register() -> None:
    """Let the library be searched; called from AppConfig.ready()."""
    kinds.register_kind(kinds.Kind(RESOURCE, _("Library"), _documents, _ids, _hits))
    files.register(RESOURCE, LIBRARY)
    register_places(_places)
    # The forums say already what there is to be about.
    register_subjects(_no_more_subjects, _threads)


def refresh_resource(resource: Resource) -> None:
    """Bring the index up to date about a resource: only what is published stands in it."""
    refresh(resource.community, RESOURCE, [resource.pk])
    files.refresh_files(resource)


def _documents(community: Community, ids: Collection[int]) -> list[Document]:
    published = Resource.objects.filter(community=community, pk__in=ids, state=State.PUBLISHED)
    quoted = agreed_words(list(ids))
    return [
        Document(
            object_id=resource.pk,
            audience_id=resource.audience_id,
            title=resource.title,
            text=words_of(resource) + quoted.get(resource.pk, ""),
            author_id=resource.owner_id,
            thread=f"resource {resource.pk}",
            place=LIBRARY,
            moment=resource.placed_at,
            language=resource.language,
        )
        for resource in published.order_by("pk")
    ]


def _ids(community: Community, after: int, count: int) -> list[int]:
    resources = Resource.objects.filter(community=community, pk__gt=after).order_by("pk")
    return list(resources.values_list("pk", flat=True)[:count])


def _hits(member: Membership, ids: Collection[int]) -> dict[int, Hit]:
    slug = member.community.slug
    quoted = agreed_words(list(ids))
    found = {}
    for pk, number, title, kind, moment, *said in _found(member, list(ids)):
        *summary, html, details, more, name, email = said
        words = words_in(kind, summary, details, (html, *more.values()))
        found[pk] = Hit(
            url=address("knowledge:resource", slug, number),
            title=title,
            text=words + quoted.get(pk, ""),
            author=shown_name(name, email),
            moment=moment,
            place_kind=LIBRARY,
            place_label=str(Kind(kind).label),
        )
    return found


@prepared
def _found(reader: Membership, ids: list[int]) -> QuerySet[Resource, tuple[Any, ...]]:
    found = Resource.objects.published_to(reader).filter(pk__any_of=ids)
    return found.values_list(
        *("pk", "number", "title", "kind", "placed_at"),
        *("what", "for_whom", "outcome", "html", "details", "details_html"),
        *("owner__user__display_name", "owner__user__email"),
    )


def _places(_member: Membership) -> list[Place]:
    return [Place(LIBRARY, str(_("Library")))]


def _no_more_subjects(_member: Membership) -> list[kinds.Subject]:
    return []


def _threads(member: Membership, value: str) -> list[str]:
    facet = facets_of(member.community).get(value)
    if facet is None:
        return []
    found = Resource.objects.published_to(member).about(facet).order_by("-placed_at", "-id")
    return [f"resource {pk}" for pk in found.values_list("pk", flat=True)[:SEARCHED]]
