"""Files that went out with a snapshot."""

from django.db import models

from communities.models import Community
from core.orm import PeerQuerySet
from forums.models.stored_file import StoredFile
from knowledge.models.commons_entry import Snapshot

# Where they stand in the storage.
FOLDER = "commons"


class SnapshotFile(StoredFile):
    """A copy of a file, outside of the community's rows: a trigger of the database refuses every change.

    Snapshots of one address share what is the same in them. When the last row of a key goes, a
    trigger notes the file's name.
    """

    folder = FOLDER

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="+")
    # Whose it was: its folder in the storage.
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    # The key that it has at home. No reference: it may be gone there.
    origin = models.CharField(max_length=32)
    # What a picture shows.
    label = models.CharField(max_length=200, blank=True)

    objects = PeerQuerySet["SnapshotFile"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "key"], name="knowledge_snapshotfile_once"),
        ]
        indexes = [models.Index(fields=["key"], name="knowledge_snapshotfile_key")]
