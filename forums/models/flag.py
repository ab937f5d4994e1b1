"""Somebody reports a post to those who keep its forum going."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from forums.models.post import Post


class Why(models.TextChoices):
    PRIVATE = "private", _("It says something private of somebody, for example of a child")
    UNKIND = "unkind", _("It hurts or threatens somebody")
    ADVERTISING = "advertising", _("It is advertising")
    ELSEWHERE = "elsewhere", _("It does not belong here")
    OTHER = "other", _("Something else")


class Outcome(models.TextChoices):
    KEPT = "kept", _("Keep it")
    REMOVED = "removed", _("Remove it, and tell its author why")
    WARNED = "warned", _("Keep it, and warn its author")


class Flag(models.Model):
    """Open until a facilitator decides; one open flag a person and post."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="flags", db_constraint=False)
    by = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    why = models.CharField(max_length=12, choices=Why)
    words = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)

    objects = PeerQuerySet["Flag"].as_manager()

    class Meta:
        constraints = [
            *tenant("forums_flag", "post", "by", "closed_by"),
            models.UniqueConstraint(
                fields=["post", "by"], condition=Q(closed_at=None), name="forums_flag_open_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["community", "created_at"],
                name="forums_flag_open",
                condition=Q(closed_at=None),
            )
        ]
