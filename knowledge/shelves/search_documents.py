"""What can be found of collections: title and note. What stands in them is found by itself."""

from collections.abc import Collection as Some

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community, Membership
from core.addresses import address
from knowledge.models import Collection
from knowledge.search_documents import LIBRARY, RESOURCE
from search import kinds
from search.actions import refresh
from search.kinds import Document, Hit

COLLECTION = "collection"


def register() -> None:
    """Let collections be found with the library; called from AppConfig.ready()."""
    kinds.register_kind(
        kinds.Kind(COLLECTION, gettext_lazy("Collection"), _documents, _ids, _hits, within=RESOURCE)
    )


def refresh_collection(collection: Collection) -> None:
    """Bring the index up to date about a collection."""
    refresh(collection.community, COLLECTION, [collection.pk])


def _documents(community: Community, ids: Some[int]) -> list[Document]:
    there = Collection.objects.filter(community=community, pk__in=ids, archived_at=None)
    return [
        Document(
            object_id=one.pk,
            audience_id=one.audience_id,
            title=one.title,
            text=" ".join(one.note.split()),
            author_id=one.by_id,
            thread=f"collection {one.pk}",
            place=LIBRARY,
            moment=one.changed_at,
            language=one.language,
        )
        for one in there.order_by("pk")
    ]


def _ids(community: Community, after: int, count: int) -> list[int]:
    there = Collection.objects.filter(community=community, pk__gt=after).order_by("pk")
    return list(there.values_list("pk", flat=True)[:count])


def _hits(member: Membership, ids: Some[int]) -> dict[int, Hit]:
    found = Collection.objects.open_to(member).filter(pk__in=ids).select_related("by__user")
    slug = member.community.slug
    return {
        one.pk: Hit(
            url=address("knowledge:collection", slug, one.number),
            title=one.title,
            text=" ".join(one.note.split()),
            author=one.by.name,
            moment=one.changed_at,
            place_kind=LIBRARY,
            place_label=_("Collection"),
        )
        for one in found
    }
