"""The key with which one member's feed reader is let in."""

from django.db import models

from communities.constraints import tenant
from communities.models import Community, Membership
from core.keys import new_key
from core.orm import PeerQuerySet


class FeedKey(models.Model):
    """One a member and community. A new one, or none, ends what the old one opened."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    member = models.OneToOneField(
        Membership, models.CASCADE, related_name="feed_key", db_constraint=False
    )
    key = models.CharField(max_length=32, default=new_key)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PeerQuerySet["FeedKey"].as_manager()

    class Meta:
        constraints = [
            *tenant("forums_feedkey", "member"),
            models.UniqueConstraint(fields=["community", "key"], name="forums_feedkey_once"),
        ]

    def __str__(self) -> str:
        return f"feed key {self.pk}"
