"""Files beside a series."""

from django.db import models

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from forums.models import StoredFile
from meetings.models.series import Series

# Where they stand in the storage.
FOLDER = "meetings"


class SeriesFile(StoredFile):
    """One of them. A series that continues another one has rows of its own, with the same keys.

    When the last row of a key goes, by whatever way, a trigger notes the file's name.
    """

    folder = FOLDER

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    series = models.ForeignKey(Series, models.CASCADE, related_name="files", db_constraint=False)
    added_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)

    objects = PeerQuerySet["SeriesFile"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_seriesfile", "series", "added_by"),
            models.UniqueConstraint(
                fields=["community", "key", "series"], name="meetings_seriesfile_once"
            ),
        ]
