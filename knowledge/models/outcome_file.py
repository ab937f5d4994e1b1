"""Files beside what came of an adaptation."""

from django.db import models

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from forums.models.stored_file import StoredFile
from knowledge.models.adaptation import Adaptation

# Where they stand in the storage.
FOLDER = "outcomes"


class OutcomeFile(StoredFile):
    """One of them. When the row goes, by whatever way, a trigger notes the file's name."""

    folder = FOLDER

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    adaptation = models.ForeignKey(
        Adaptation, models.CASCADE, related_name="files", db_constraint=False
    )
    added_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)

    objects = PeerQuerySet["OutcomeFile"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_outcomefile", "adaptation", "added_by"),
            models.UniqueConstraint(
                fields=["community", "key"], name="knowledge_outcomefile_key_once"
            ),
        ]
