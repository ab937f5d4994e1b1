"""What all files have that never change and stand beside something of their community."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from core.keys import new_key
from forums.models.attachment import SMALL


class StoredFile(models.Model):
    """A file that never changes. Who sees it is said by what it stands beside."""

    # Where its kind stands in the storage; and each is of a community.
    folder: ClassVar[str]
    community_id: int
    # 128 random bits: they stand in its address and in its place in the storage.
    key = models.CharField(max_length=32, default=new_key)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    # Of a picture, in pixels.
    width = models.PositiveSmallIntegerField(null=True, blank=True)
    height = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    @property
    def path(self) -> str:
        """Return its place in the storage, as a trigger puts it together too."""
        return f"{self.folder}/{self.community_id}/{self.key}"

    @property
    def small_path(self) -> str:
        """Return the place of a picture's size for a page."""
        return f"{self.path}{SMALL}"
