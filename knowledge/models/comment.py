"""What readers and reviewers say of a paragraph."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from knowledge.models.resource import Resource
from knowledge.querysets import CommentQuerySet

# Letters of a comment.
LONGEST_COMMENT = 2000


class ResourceComment(models.Model):
    """It stands beside the paragraph that it is about as long as that says the same."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="comments", db_constraint=False
    )
    # Of the paragraph's words, by knowledge.paragraphs; empty where it is about the whole.
    anchor = models.CharField(max_length=16, blank=True)
    # How the paragraph begins, to be shown once it says something else.
    quote = models.CharField(max_length=300, blank=True)
    body = models.TextField(max_length=LONGEST_COMMENT)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    created_at = models.DateTimeField(default=timezone.now)
    # Written after it was published: all its readers read it.
    is_open = models.BooleanField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    objects = CommentQuerySet["ResourceComment"].as_manager()

    class Meta:
        constraints = tenant("knowledge_resourcecomment", "resource", "by", "settled_by")

    def __str__(self) -> str:
        return f"comment {self.pk}"

    def settle(self, *, by: Membership) -> None:
        """Note that it was seen to."""
        self.settled_at, self.settled_by = timezone.now(), by
        self.save(update_fields=["settled_at", "settled_by"])

    def reopen(self) -> None:
        """Take back that it was seen to."""
        self.settled_at = self.settled_by = None
        self.save(update_fields=["settled_at", "settled_by"])
