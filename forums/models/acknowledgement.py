"""Somebody said that he has read an announcement."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from forums.models.topic import Topic


class Acknowledgement(models.Model):
    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    topic = models.ForeignKey(
        Topic,
        models.CASCADE,
        related_name="acknowledgements",
        db_constraint=False,
        db_index=False,
    )
    member = models.ForeignKey(
        Membership, models.CASCADE, related_name="acknowledgements", db_constraint=False
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["Acknowledgement"].as_manager()

    class Meta:
        constraints = [
            *tenant("forums_acknowledgement", "topic", "member"),
            models.UniqueConstraint(fields=["topic", "member"], name="forums_acknowledgement_once"),
        ]
