"""What a post said before it was changed."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from forums.models.post import Post


class PostRevision(models.Model):
    """A former body, kept whole: differences are found when somebody looks at them."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(
        Post, models.CASCADE, related_name="revisions", db_constraint=False, db_index=False
    )
    body = models.TextField(max_length=20_000)
    written_at = models.DateTimeField()
    # Who wrote what came after it.
    replaced_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_constraint=False
    )
    replaced_at = models.DateTimeField(default=timezone.now)
    # Of the page on which that was written: what it keeps as a draft later is not kept.
    form_key = models.UUIDField(null=True, blank=True)

    objects = PeerQuerySet["PostRevision"].as_manager()

    class Meta:
        constraints = tenant("forums_postrevision", "post", "replaced_by")
        indexes = [
            models.Index(fields=["post", "id"], name="forums_postrevision_of"),
            models.Index(
                fields=["form_key"],
                name="forums_postrevision_form",
                condition=models.Q(form_key__isnull=False),
            ),
        ]
