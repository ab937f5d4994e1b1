"""Somebody was called by name in a post."""

from django.db import models

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from forums.models.post import Post


class Mention(models.Model):
    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(
        Post, models.CASCADE, related_name="mentions", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Membership, models.CASCADE, related_name="mentions", db_constraint=False
    )

    objects = PeerQuerySet["Mention"].as_manager()

    class Meta:
        constraints = [
            *tenant("forums_mention", "post", "member"),
            models.UniqueConstraint(fields=["post", "member"], name="forums_mention_once"),
        ]
