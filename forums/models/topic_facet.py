"""What a topic is about: core capacities that it helps to build, results that it works for."""

from django.db import models
from django.db.models import Q

from communities.constraints import tenant
from communities.models import Community, CoreCapacity, Result
from core.orm import PeerQuerySet
from forums.models.topic import Topic


class TopicFacet(models.Model):
    """One capacity or one result of one topic."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="facets", db_constraint=False)
    capacity = models.ForeignKey(
        CoreCapacity,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    result = models.ForeignKey(
        Result,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    objects = PeerQuerySet["TopicFacet"].as_manager()

    class Meta:
        constraints = [
            *tenant("forums_topicfacet", "topic", "capacity", "result"),
            models.UniqueConstraint(fields=["capacity", "topic"], name="forums_topicfacet_cap"),
            models.UniqueConstraint(fields=["result", "topic"], name="forums_topicfacet_result"),
            models.CheckConstraint(
                condition=Q(capacity=None, result__isnull=False)
                | Q(capacity__isnull=False, result=None),
                name="forums_topicfacet_one",
            ),
        ]
