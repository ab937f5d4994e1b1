"""What was decided at a meeting, and who does what until when."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from meetings.models.meeting import Meeting
from meetings.models.notes import NotesSection

LONGEST_WORDS = 500


class Decision(models.Model):
    """One sentence that the people at the meeting agreed on."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    section = models.ForeignKey(
        NotesSection, models.CASCADE, related_name="decisions", db_constraint=False
    )
    words = models.CharField(max_length=LONGEST_WORDS)
    # Who wrote it down.
    by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["Decision"].as_manager()

    class Meta:
        constraints = [*tenant("meetings_decision", "section", "by")]

    def __str__(self) -> str:
        return self.words


class ActionState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Not needed any more")


class ActionItem(models.Model):
    """Something that somebody does until a day."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="action_items", db_constraint=False
    )
    section = models.ForeignKey(
        NotesSection, models.CASCADE, related_name="action_items", db_constraint=False
    )
    words = models.CharField(max_length=LONGEST_WORDS)
    # Null once its owner left: somebody else has to take it.
    owner = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    due_on = models.DateField()
    state = models.CharField(max_length=7, choices=ActionState, default=ActionState.OPEN)
    # What its owner said of it, for the hosts.
    said = models.CharField(max_length=LONGEST_WORDS, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    # Who wrote it down.
    by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    # The last of its mails that went out: a day, as reminders know it; null before the first.
    reminded_on = models.DateField(null=True, blank=True)
    # Its number in mails to its owner about several of one meeting, for his answers.
    told_as = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = PeerQuerySet["ActionItem"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_actionitem", "meeting", "section", "owner", "settled_by", "by"),
            models.UniqueConstraint(
                fields=["community", "number"], name="meetings_actionitem_number_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(state="open"),
                name="meetings_actionitem_open",
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_open(self) -> bool:
        return self.state == ActionState.OPEN
