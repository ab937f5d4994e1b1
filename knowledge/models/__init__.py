"""What the library keeps."""

from knowledge.models.adaptation import Adaptation, AdaptationPerson, Outcome
from knowledge.models.amplification import Amplification
from knowledge.models.collection import (
    Collection,
    CollectionItem,
    CollectionUserObjectPermission,
)
from knowledge.models.comment import ResourceComment
from knowledge.models.commons_copy import CommonsCopy
from knowledge.models.commons_entry import CommonsEntry, Snapshot
from knowledge.models.file import ResourceFile
from knowledge.models.harvest_dismissal import HarvestDismissal
from knowledge.models.labels import ResourceCredit, ResourceFacet, ResourceRole
from knowledge.models.quotation import AGREED, Consent, Quotation, QuotedPerson, SourceState
from knowledge.models.quoting_rules import QuotingRules, quoting_rules
from knowledge.models.release import CreditChoice, Release
from knowledge.models.resource import Resource
from knowledge.models.revision import ResourceRevision
from knowledge.models.saved import SavedResource

__all__ = [
    "AGREED",
    "Adaptation",
    "AdaptationPerson",
    "Amplification",
    "Collection",
    "CollectionItem",
    "CollectionUserObjectPermission",
    "CommonsCopy",
    "CommonsEntry",
    "Consent",
    "CreditChoice",
    "HarvestDismissal",
    "Outcome",
    "Quotation",
    "QuotedPerson",
    "QuotingRules",
    "Release",
    "Resource",
    "ResourceComment",
    "ResourceCredit",
    "ResourceFacet",
    "ResourceFile",
    "ResourceRevision",
    "ResourceRole",
    "SavedResource",
    "Snapshot",
    "SourceState",
    "quoting_rules",
]
