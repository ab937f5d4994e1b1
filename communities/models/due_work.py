"""Work that was promised in a transaction and is done after it."""

from django.db import models
from django.utils import timezone

from core.orm import PeerQuerySet


class DueWork(models.Model):
    """One piece of work: what kind, for which community and row, from when on.

    Global: the sweep that finds it has no community. It names rows and holds nothing of them.
    """

    kind = models.CharField(max_length=60)
    community = models.ForeignKey(
        "communities.Community", models.CASCADE, null=True, blank=True, related_name="+"
    )
    object_id = models.BigIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    # After three attempts: waits for an admin, with the last error's text.
    held = models.BooleanField(default=False)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PeerQuerySet["DueWork"].as_manager()

    class Meta:
        verbose_name_plural = "due work"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "community", "object_id"],
                name="communities_duework_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="communities_duework_due", condition=models.Q(held=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
