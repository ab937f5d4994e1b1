"""What the library keeps."""

from knowledge.models.adaptation import Adaptation, AdaptationPerson, Outcome
from knowledge.models.collection import (
    Collection,
    CollectionItem,
    CollectionUserObjectPermission,
)
from knowledge.models.comment import ResourceComment
from knowledge.models.labels import ResourceCredit, ResourceFacet, ResourceRole
from knowledge.models.quotation import Quotation, QuotedPerson
from knowledge.models.resource import Resource
from knowledge.models.revision import ResourceRevision
from knowledge.models.saved import SavedResource

__all__ = [
    "Adaptation",
    "AdaptationPerson",
    "Collection",
    "CollectionItem",
    "CollectionUserObjectPermission",
    "Outcome",
    "Quotation",
    "QuotedPerson",
    "Resource",
    "ResourceComment",
    "ResourceCredit",
    "ResourceFacet",
    "ResourceRevision",
    "ResourceRole",
    "SavedResource",
]
