"""Somebody was called in a post: a person by name, or all who have a role."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership, Role
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


class RoleMention(models.Model):
    """Whom it reaches is decided when they are told: who has the role then, and sees the forum."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(
        Post, models.CASCADE, related_name="role_mentions", db_constraint=False, db_index=False
    )
    role = models.ForeignKey(Role, models.CASCADE, related_name="+", db_constraint=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["RoleMention"].as_manager()

    class Meta:
        constraints = [
            *tenant("forums_rolemention", "post", "role"),
            models.UniqueConstraint(fields=["post", "role"], name="forums_rolemention_once"),
        ]
