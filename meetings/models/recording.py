"""Where a recording of a meeting is, and that those who are on it agreed."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from meetings.models.meeting import Meeting

LONGEST_CONSENT = 500


class Recording(models.Model):
    """A link; the recording itself is kept by whoever made it."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="recordings", db_constraint=False
    )
    link = models.URLField(max_length=500)
    # Who agreed to be recorded, and how they were asked.
    consent = models.CharField(max_length=LONGEST_CONSENT)
    by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    added_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["Recording"].as_manager()

    class Meta:
        constraints = tenant("meetings_recording", "meeting", "by")

    def __str__(self) -> str:
        return f"recording of {self.meeting_id}"
