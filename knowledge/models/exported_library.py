"""What somebody takes out of the library: a ZIP that only he can fetch, for a while."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.keys import new_key
from core.orm import PeerQuerySet
from knowledge.models.collection import Collection

# Where it stands in the storage; what is brought in waits there, too.
FOLDER = "library-exchange"


class LibraryExport(models.Model):
    """Asked for, then written by the worker. When the row goes, a trigger drops its file."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    by = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    # One collection; without, all that he sees.
    collection = models.ForeignKey(
        Collection,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    key = models.CharField(max_length=32, default=new_key)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Marks of the words that it quotes, by the resource: what may be read of these is known by them.
    quoted = models.JSONField(default=dict)
    # When its file went, since something in it may not be read any more.
    stale_at = models.DateTimeField(null=True, blank=True)

    objects = PeerQuerySet["LibraryExport"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_libraryexport", "by", "collection"),
            models.UniqueConstraint(
                fields=["community", "key"], name="knowledge_libraryexport_key_once"
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"

    @property
    def path(self) -> str:
        """Return its place in the storage, as the trigger puts it together too."""
        return f"{FOLDER}/{self.community_id}/{self.key}"
