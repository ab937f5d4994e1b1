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
from knowledge.models.exported_library import LibraryExport
from knowledge.models.file import ResourceFile
from knowledge.models.harvest_dismissal import HarvestDismissal
from knowledge.models.imported_library import LibraryImport
from knowledge.models.labels import ResourceCredit, ResourceFacet, ResourceRole
from knowledge.models.outcome_file import OutcomeFile
from knowledge.models.quotation import AGREED, Consent, Quotation, QuotedPerson, SourceState
from knowledge.models.quoting_rules import QuotingRules, quoting_rules
from knowledge.models.release import CreditChoice, Release
from knowledge.models.resource import Resource
from knowledge.models.revision import ResourceRevision
from knowledge.models.saved import SavedResource
from knowledge.models.snapshot_file import SnapshotFile
from knowledge.models.wider_consent import WiderConsent

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
    "LibraryExport",
    "LibraryImport",
    "Outcome",
    "OutcomeFile",
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
    "SnapshotFile",
    "SourceState",
    "WiderConsent",
    "quoting_rules",
]
