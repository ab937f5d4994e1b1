"""Files beside a resource."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.addresses import address
from core.file_texts.readings import UNREADABLE, Reading
from core.keys import new_key
from core.orm import PeerQuerySet
from knowledge.models.resource import Resource

# Where they stand in the storage; after the key of a picture, its size for a page.
FOLDER, SMALL = "library", "-small"


class ResourceFile(models.Model):
    """One version of a file; it never changes. What it is called stands in the resource's Content.

    Until its form is sent it belongs to who uploaded it, and to nobody else. When the row goes, by
    whatever way, a trigger notes the file's name; see forums.models.DroppedFile.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    resource = models.ForeignKey(
        Resource, models.CASCADE, null=True, blank=True, related_name="+", db_constraint=False
    )
    added_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    # 128 random bits: they stand in its address and in its place in the storage.
    key = models.CharField(max_length=32, default=new_key)
    # Of one that replaced others, the key of the first of them.
    line = models.CharField(max_length=32)
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    # Of a picture, in pixels.
    width = models.PositiveSmallIntegerField(null=True, blank=True)
    height = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # The last version of the resource that it was in; none while it is in the one that stands.
    last_in = models.PositiveIntegerField(null=True, blank=True)
    reading = models.CharField(max_length=8, choices=Reading, default=Reading.WAITING)
    text = models.TextField(blank=True)

    objects = PeerQuerySet["ResourceFile"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_resourcefile", "resource", "added_by"),
            models.UniqueConstraint(
                fields=["community", "key"], name="knowledge_resourcefile_key_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["community", "resource"],
                name="knowledge_file_unreadable",
                condition=models.Q(last_in=None, reading__in=UNREADABLE),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    @property
    def path(self) -> str:
        """Return its place in the storage, as the trigger puts it together too."""
        return f"{FOLDER}/{self.community_id}/{self.key}"

    @property
    def small_path(self) -> str:
        """Return the place of a picture's size for a page."""
        return f"{self.path}{SMALL}"

    def url_beside(self, resource: Resource) -> str:
        return address("knowledge:file", self.community.slug, resource.number, self.key)
