"""Files beside the words of a post."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.addresses import address
from core.file_names import kind_words
from core.file_texts.readings import Reading
from core.keys import new_key
from forums.models.held_post import HeldPost
from forums.models.post import Post
from forums.querysets import AttachmentQuerySet

# Where they stand in the storage; after the key of a picture, its size for a page.
FOLDER, SMALL = "attachments", "-small"


class Attachment(models.Model):
    """A file in the storage. Until its post is sent it belongs to who uploaded it, and to nobody else.

    When the row goes, by whatever way, a trigger notes the file's name; see DroppedFile.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    uploaded_by = models.ForeignKey(
        Membership, models.CASCADE, related_name="+", db_constraint=False
    )
    post = models.ForeignKey(
        Post,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
        db_constraint=False,
    )
    # Of a post that waits for a facilitator; once that is shown, the file belongs to the post.
    held = models.ForeignKey(
        HeldPost,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
        db_constraint=False,
    )
    # 128 random bits: they stand in its address and in its place in the storage.
    key = models.CharField(max_length=32, default=new_key)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    # Of a picture, in pixels.
    width = models.PositiveSmallIntegerField(null=True, blank=True)
    height = models.PositiveSmallIntegerField(null=True, blank=True)
    # Of a picture, for those who do not see it.
    description = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # What it says, to be searched with its post.
    reading = models.CharField(max_length=8, choices=Reading, default=Reading.WAITING)
    text = models.TextField(blank=True)

    objects = AttachmentQuerySet["Attachment"].as_manager()

    class Meta:
        constraints = [
            *tenant("forums_attachment", "uploaded_by", "post", "held"),
            models.UniqueConstraint(fields=["community", "key"], name="forums_attachment_key_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    @property
    def kind(self) -> str:
        return kind_words(self.name, self.size)

    @property
    def path(self) -> str:
        """Return its place in the storage, as the trigger puts it together too."""
        return f"{FOLDER}/{self.community_id}/{self.key}"

    @property
    def small_path(self) -> str:
        """Return the place of a picture's size for a page."""
        return f"{self.path}{SMALL}"

    def get_absolute_url(self) -> str:
        return address("forums:file", self.community.slug, self.key)


class DroppedFile(models.Model):
    """The name of a file whose row is gone. Written by a trigger, with the work of deleting it."""

    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name
