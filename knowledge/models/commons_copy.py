"""Who copied what: so that a copy says where it comes from, and hears of what is newer."""

from django.db import models
from django.utils import timezone

from communities.models import Community
from core.orm import PeerQuerySet
from knowledge.models.commons_entry import CommonsEntry


class CommonsCopy(models.Model):
    """One copy in the library of another community. Global, as what it was copied from; ids only."""

    entry = models.ForeignKey(CommonsEntry, models.CASCADE, related_name="copies")
    # Of the snapshot.
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    resource_id = models.PositiveBigIntegerField()
    # With which it came; empty where it was copied before this was kept.
    licence = models.CharField(max_length=12, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["CommonsCopy"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "resource_id"], name="knowledge_commonscopy_once"
            ),
        ]

    def __str__(self) -> str:
        return f"copy {self.pk} of {self.entry_id}"
