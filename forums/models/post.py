"""An entry of a discussion."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from forums.models.topic import Topic
from forums.querysets import PostQuerySet


class Post(models.Model):
    """Markdown as it was written, and beside it the HTML that was made of it at save."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    topic = models.ForeignKey(
        Topic, models.CASCADE, related_name="posts", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField()
    author = models.ForeignKey(
        Membership, models.PROTECT, related_name="posts", db_constraint=False
    )
    body = models.TextField(max_length=20_000)
    html = models.TextField(blank=True)
    renderer_version = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    # One double click posts once: the form carries a key.
    form_key = models.UUIDField(null=True, blank=True)

    objects = PostQuerySet["Post"].as_manager()

    class Meta:
        constraints = [
            *tenant("forums_post", "topic", "author"),
            models.UniqueConstraint(fields=["topic", "number"], name="forums_post_number_once"),
            models.UniqueConstraint(fields=["community", "form_key"], name="forums_post_form_once"),
        ]
        indexes = [
            models.Index(fields=["community", "created_at"], name="forums_post_newest"),
        ]

    def __str__(self) -> str:
        return f"post {self.number}"

    def get_absolute_url(self) -> str:
        return reverse(
            "forums:post", args=[self.topic.community.slug, self.topic.number, self.number]
        )
