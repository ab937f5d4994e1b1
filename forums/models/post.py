"""An entry of a discussion."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership, Role
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
        Membership,
        models.PROTECT,
        related_name="posts",
        db_constraint=False,
        # forums_post_by_author begins with it.
        db_index=False,
    )
    # Asked by its author: only forums.bylines says who stands with it.
    name_hidden = models.BooleanField(default=False)
    # What stands there instead: his role then, if three people or more had it.
    shown_role = models.ForeignKey(
        Role,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    # The post it answers, if one in particular. It may have moved to another topic since.
    reply_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    body = models.TextField(max_length=20_000)
    html = models.TextField(blank=True)
    renderer_version = models.PositiveSmallIntegerField(default=0)
    # How many files stand beside it: they are asked for only where there are any.
    file_count = models.PositiveSmallIntegerField(default=0, db_default=0)
    # As its words tell; empty for posts from before this was noted.
    language = models.CharField(max_length=5, blank=True)
    # Said by its author or a facilitator, where its words told it wrongly.
    said_language = models.CharField(max_length=5, blank=True, default="", db_default="")
    # In which languages others have put it: rows that a page need not ask for else.
    translated_into = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    # Null: shown. The row and its number stay; the page shows a sentence in its place.
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    # Set where a post was carried to another topic: this row only keeps its place, as a removed one.
    moved_to = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="former_places",
        db_constraint=False,
    )
    # Something was cut off the mail it came by: forums.models.mail_rest.
    has_mail_rest = models.BooleanField(default=False, db_default=False)
    # Of a peer consult: the step it was written in.
    step = models.CharField(max_length=8, blank=True)
    # One double click posts once: the form carries a key.
    form_key = models.UUIDField(null=True, blank=True)

    objects = PostQuerySet["Post"].as_manager()

    class Meta:
        constraints = [
            *tenant(
                *("forums_post", "topic", "author", "removed_by", "moved_to", "reply_to"),
                "shown_role",
            ),
            models.UniqueConstraint(fields=["topic", "number"], name="forums_post_number_once"),
            models.UniqueConstraint(fields=["community", "form_key"], name="forums_post_form_once"),
        ]
        indexes = [
            models.Index(fields=["community", "created_at"], name="forums_post_newest"),
            models.Index(fields=["author", "-created_at", "-id"], name="forums_post_by_author"),
            # Whether somebody wrote in a topic without his name: he goes on so.
            models.Index(
                fields=["topic", "author"],
                name="forums_post_name_hidden",
                condition=models.Q(name_hidden=True),
            ),
            models.Index(
                fields=["reply_to"],
                name="forums_post_answers",
                condition=models.Q(reply_to__isnull=False),
            ),
            models.Index(
                fields=["removed_by"],
                name="forums_post_removed",
                condition=models.Q(removed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"post {self.number}"

    def remove(self, *, by: Membership) -> None:
        """Show a sentence in its place; the caller sees to the counts of its topic."""
        self.removed_at, self.removed_by = timezone.now(), by
        self.save(update_fields=["removed_at", "removed_by"])

    def restore(self) -> None:
        """Show it again; the caller sees to the counts of its topic."""
        self.removed_at = self.removed_by = None
        self.save(update_fields=["removed_at", "removed_by"])

    def get_absolute_url(self) -> str:
        return reverse(
            "forums:post", args=[self.topic.community.slug, self.topic.number, self.number]
        )
