"""What somebody brings into the library: looked at first, then made by the worker."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.keys import new_key
from core.orm import PeerQuerySet
from knowledge.models.exported_library import FOLDER


class LibraryImport(models.Model):
    """A file that waits in the storage until its member agrees to what would be made of it.

    When the row goes, a trigger drops the file.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    by = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    key = models.CharField(max_length=32, default=new_key)
    # As it was called on his device.
    name = models.CharField(max_length=120)
    # What would be made, as knowledge.exchange.looking puts it.
    plan = models.JSONField(default=list)
    # Empty until he agrees; then in what state things come (knowledge.exchange.importing.WANTED).
    wanted = models.CharField(max_length=10, blank=True)
    # Of the things in the plan.
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    # What could not be made after all: its name, and why.
    faults = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = PeerQuerySet["LibraryImport"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_libraryimport", "by"),
            models.UniqueConstraint(
                fields=["community", "key"], name="knowledge_libraryimport_key_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Return its place in the storage, as the trigger puts it together too."""
        return f"{FOLDER}/{self.community_id}/{self.key}"
