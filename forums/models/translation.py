"""What a post says in another language, put there by a member who knows both."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from forums.models.post import Post
from forums.querysets import TranslationQuerySet


class PostTranslation(models.Model):
    """One a post and language. Of the post that opens a topic it has the title too."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(
        Post, models.CASCADE, related_name="translations", db_constraint=False, db_index=False
    )
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(max_length=20_000)
    html = models.TextField(blank=True)
    renderer_version = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    created_at = models.DateTimeField(default=timezone.now)
    # Of the last change: what the original said later is not in it.
    written_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )

    objects = TranslationQuerySet["PostTranslation"].as_manager()

    class Meta:
        constraints = [
            *tenant("forums_posttranslation", "post", "by", "changed_by"),
            models.UniqueConstraint(
                fields=["post", "language"], name="forums_posttranslation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} of {self.post_id}"


class TranslationRevision(models.Model):
    """What a translation said before it was changed. Goes with it."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    translation = models.ForeignKey(
        PostTranslation,
        models.CASCADE,
        related_name="revisions",
        db_constraint=False,
        db_index=False,
    )
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(max_length=20_000)
    written_at = models.DateTimeField()
    # Who wrote what came after it.
    replaced_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_constraint=False
    )
    replaced_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["TranslationRevision"].as_manager()

    class Meta:
        constraints = tenant("forums_translationrevision", "translation", "replaced_by")
        indexes = [models.Index(fields=["translation", "id"], name="forums_transl_revision_of")]
