"""Topics of which nothing is to be made for the library."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from forums.models import Topic


class HarvestDismissal(models.Model):
    """A facilitator said "not this one"; the topic is proposed no more."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    topic = models.ForeignKey(
        Topic, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["HarvestDismissal"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_harvestdismissal", "topic", "by"),
            models.UniqueConstraint(fields=["topic"], name="knowledge_harvestdismissal_once"),
        ]

    def __str__(self) -> str:
        return f"not {self.topic_id}"
