"""What somebody counted on in the schedule and is not there for him any more."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from meetings.models.series import Series


class CalledOff(models.Model):
    """One person's, of one series; it goes once he is told."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    series = models.ForeignKey(Series, models.CASCADE, related_name="+", db_constraint=False)
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    # Of each meeting: its slot, and when it would have begun and ended. Empty: he is not invited to
    # the series any more.
    meetings = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["CalledOff"].as_manager()

    class Meta:
        constraints = tenant("meetings_calledoff", "series", "member")

    def __str__(self) -> str:
        return f"{self.series_id} for {self.member_id}"
