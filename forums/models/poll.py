"""A poll in a topic: who voted for what is told to nobody."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from forums.models.topic import Topic


class Shown(models.TextChoices):
    ALWAYS = "always", _("Always")
    VOTED = "voted", _("To those who have voted")
    CLOSED = "closed", _("When the poll is closed")


class Poll(models.Model):
    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    topic = models.OneToOneField(Topic, models.CASCADE, related_name="poll", db_constraint=False)
    question = models.CharField(max_length=200)
    multiple = models.BooleanField(default=False)
    results = models.CharField(max_length=6, choices=Shown, default=Shown.ALWAYS)
    # Null: open until somebody closes it.
    closes_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["Poll"].as_manager()

    class Meta:
        constraints = tenant("forums_poll", "topic")

    @property
    def is_closed(self) -> bool:
        return self.closes_at is not None and self.closes_at <= timezone.now()

    def close(self) -> None:
        self.closes_at = timezone.now()
        self.save(update_fields=["closes_at"])


class PollOption(models.Model):
    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options", db_constraint=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)

    objects = PeerQuerySet["PollOption"].as_manager()

    class Meta:
        ordering = ["position"]
        constraints = tenant("forums_polloption", "poll")


class PollVote(models.Model):
    """One a member and option; of a poll with a single choice a member has one."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    option = models.ForeignKey(
        PollOption, models.CASCADE, related_name="votes", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)

    objects = PeerQuerySet["PollVote"].as_manager()

    class Meta:
        constraints = [
            *tenant("forums_pollvote", "option", "member"),
            models.UniqueConstraint(fields=["option", "member"], name="forums_pollvote_once"),
        ]
