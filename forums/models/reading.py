"""How far somebody has read a topic, and how far he was told of it."""

from django.db import models

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from forums.models.topic import Topic


class TopicReading(models.Model):
    """One row a member and topic, never a row a post: two high-water marks of post numbers."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(
        Membership, models.CASCADE, related_name="readings", db_constraint=False, db_index=False
    )
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="readings", db_constraint=False)
    read_through = models.PositiveIntegerField(default=0)
    told_through = models.PositiveIntegerField(default=0)

    objects = PeerQuerySet["TopicReading"].as_manager()

    class Meta:
        constraints = [
            *tenant("forums_topicreading", "member", "topic"),
            # What a member has read of all topics is counted from the index alone.
            models.UniqueConstraint(
                fields=["member", "topic"],
                include=["read_through", "community"],
                name="forums_topicreading_once",
            ),
        ]
