"""A facilitator's word for a resource: it leads the next digest of everybody who sees that."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from knowledge.models.resource import Resource


class Amplification(models.Model):
    """One a resource; nobody is told of it twice (digests.sections.amplified)."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    resource = models.OneToOneField(
        Resource, models.CASCADE, related_name="amplification", db_constraint=False
    )
    words = models.CharField(max_length=1000)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    created_at = models.DateTimeField(default=timezone.now)
    # The last day on which a digest tells it.
    last_day = models.DateField()

    objects = PeerQuerySet["Amplification"].as_manager()

    class Meta:
        constraints = tenant("knowledge_amplification", "resource", "by")

    def __str__(self) -> str:
        return f"{self.resource_id} by {self.by_id}"

    @property
    def stands(self) -> bool:
        """Return whether digests tell it still."""
        return self.last_day >= timezone.localdate()
