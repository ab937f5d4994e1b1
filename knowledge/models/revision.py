"""What a resource said at a time."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from knowledge.models.resource import Resource


class ResourceRevision(models.Model):
    """All that was written, kept whole: differences are found when somebody looks at them."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="revisions", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    # What was changed and why, in the writer's words.
    note = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    # As knowledge.content.Content puts it.
    content = models.JSONField()

    objects = PeerQuerySet["ResourceRevision"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_resourcerevision", "resource", "by"),
            models.UniqueConstraint(
                fields=["resource", "number"], name="knowledge_resourcerevision_once"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"
