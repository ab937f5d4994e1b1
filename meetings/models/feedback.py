"""What people say of a meeting once it is over, and what its host makes of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from meetings.models.meeting import Meeting

LONGEST_WORDS = 1000
LONGEST_HEARD = 4000


class Worth(models.TextChoices):
    """What is answered to “Was it worth your time?”."""

    YES = "yes", pgettext_lazy("worth the time", "Yes")
    PARTLY = "partly", pgettext_lazy("worth the time", "In part")
    NO = "no", pgettext_lazy("worth the time", "No")


class Change(models.TextChoices):
    """What is answered to “Will you do something differently?”."""

    YES = "yes", pgettext_lazy("doing something differently", "Yes")
    PERHAPS = "perhaps", pgettext_lazy("doing something differently", "Perhaps")
    NO = "no", pgettext_lazy("doing something differently", "No")


class Feedback(models.Model):
    """What one person says of one meeting; what is empty was not answered."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="feedback", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    worth = models.CharField(max_length=6, choices=Worth, blank=True)
    change = models.CharField(max_length=7, choices=Change, blank=True)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    # Whether his name stands beside his words.
    is_named = models.BooleanField(default=False)
    said_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["Feedback"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_feedback", "meeting", "member"),
            models.UniqueConstraint(fields=["meeting", "member"], name="meetings_feedback_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} of {self.meeting_id}"


class Heard(models.Model):
    """What the host heard after a meeting, and what is done another way from now on."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    meeting = models.OneToOneField(
        Meeting, models.CASCADE, related_name="heard", db_constraint=False
    )
    # Lines, no Markdown.
    words = models.TextField(max_length=LONGEST_HEARD)
    by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    said_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["Heard"].as_manager()

    class Meta:
        constraints = tenant("meetings_heard", "meeting", "by")
        verbose_name_plural = "heard"

    def __str__(self) -> str:
        return f"heard after {self.meeting_id}"
