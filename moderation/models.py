"""One row for each act of somebody who keeps the community going."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet


class Act(models.Model):
    """Who did what to which object, when, and why. Written once, never changed."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    # A word that moderation.words turns into a sentence: "removed", "locked".
    act = models.CharField(max_length=40)
    # The object: "forums.post" and its number. No key, so that the record outlives the object.
    kind = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()
    note = models.TextField(max_length=2000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["Act"].as_manager()

    class Meta:
        constraints = tenant("moderation_act", "by")
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="moderation_act_newest"),
            models.Index(fields=["community", "kind", "object_id"], name="moderation_act_of"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.kind} {self.object_id}"


class MemberWarning(models.Model):
    """What a facilitator asked a member to mind; the member says when he has read it."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(
        Membership, models.CASCADE, related_name="warnings", db_constraint=False
    )
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    reason = models.CharField(max_length=1000)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = PeerQuerySet["MemberWarning"].as_manager()

    class Meta:
        constraints = tenant("moderation_memberwarning", "member", "by")
