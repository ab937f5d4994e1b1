"""What there is of a resource besides its text: asked all at once, and looked up only where it is.

Of most resources there is little of it, and a query for each would cost more than the page itself.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from communities.models import Membership
from core.prepared import prepared_for_each
from knowledge.models import (
    Adaptation,
    Amplification,
    CollectionItem,
    CommonsCopy,
    Quotation,
    Resource,
    ResourceComment,
    SavedResource,
)


@dataclass(frozen=True, slots=True)
class Ties:
    """Whether there is such a thing at all: who sees it is for others to say."""

    is_quoting: bool
    is_used: bool
    is_adapted: bool
    """Whether it came of another text, by an adaptation."""
    is_copied: bool
    is_placed: bool
    is_amplified: bool
    is_saved: bool
    """Whether the reader saved it for himself."""
    comments: int
    """How much that is said of it is open, and read by the reader."""


def ties_of(resource: Resource, reader: Membership, *, reads_all: bool) -> Ties:
    """Return what there is: one query. `reads_all` says that he reads all that is said of it."""
    return Ties(*_ties(resource.pk, reader, reads_all)[0])


@prepared_for_each("reads_all")
def _ties(
    resource_id: int,
    reader: Membership,
    reads_all: bool,  # noqa: FBT001
) -> QuerySet[Resource, tuple[Any, ...]]:
    comments = ResourceComment.objects.beside(resource_id, reader, may_edit=reads_all)
    unsettled = comments.filter(settled_at=None).order_by().values("resource")
    counted = unsettled.annotate(count=Count("pk")).values("count")
    return Resource.objects.filter(pk=resource_id).values_list(
        Exists(Quotation.objects.filter(resource=resource_id)),
        Exists(Adaptation.objects.filter(resource=resource_id)),
        Exists(Adaptation.objects.filter(became=resource_id)),
        Exists(CommonsCopy.objects.filter(community=reader.community_id, resource_id=resource_id)),
        Exists(CollectionItem.objects.filter(resource=resource_id)),
        Exists(Amplification.objects.filter(resource=resource_id)),
        Exists(SavedResource.objects.filter(resource=resource_id, member=reader.pk)),
        Coalesce(Subquery(counted), Value(0)),
    )
