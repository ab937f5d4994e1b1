"""A peer consult: one presents a case, the others ask and advise, he says what he will do."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community
from core.orm import PeerQuerySet
from forums.models.post import Post
from forums.models.topic import Topic

# When what somebody said he would do comes back to him.
COMES_BACK = timedelta(days=30)


class Step(models.TextChoices):
    PRESENT = "present", _("Present")
    CLARIFY = "clarify", _("Clarify")
    ADVISE = "advise", _("Advise")
    COMMIT = "commit", _("Commit")

    @property
    def next(self) -> "Step | None":
        """The step after this one; none after the last."""
        steps = list(Step)
        following = steps[steps.index(self) + 1 :]
        return following[0] if following else None


class Consult(models.Model):
    """The presenter, who opened the topic, moves on; a time that is over only says so."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    topic = models.OneToOneField(Topic, models.CASCADE, related_name="consult", db_constraint=False)
    step = models.CharField(max_length=8, choices=Step, default=Step.PRESENT)
    # How long each step is meant to take.
    days = models.PositiveSmallIntegerField(default=3)
    step_ends_at = models.DateTimeField()
    # What the presenter will do, and what came of it.
    commitment = models.ForeignKey(
        Post,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    report = models.ForeignKey(
        Post,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )

    objects = PeerQuerySet["Consult"].as_manager()

    class Meta:
        constraints = tenant("forums_consult", "topic", "commitment", "report")

    def move_on(self) -> None:
        """Go to the next step, which ends as many days from now as were asked for."""
        following = Step(self.step).next
        if following is not None:
            self.step = following
            self.step_ends_at = timezone.now() + timedelta(days=self.days)
            self.save(update_fields=["step", "step_ends_at"])
