"""What a member keeps for himself to find again."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from knowledge.models.resource import Resource


class SavedResource(models.Model):
    """One resource on the list of one member; nobody else sees it."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(
        Membership, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="saved_by", db_constraint=False
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["SavedResource"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_savedresource", "member", "resource"),
            models.UniqueConstraint(
                fields=["member", "resource"], name="knowledge_savedresource_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} for {self.member_id}"
