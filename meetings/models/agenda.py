"""What a meeting talks about, and who wants it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from forums.models import HeldPost, Post, Topic
from forums.models.held_post import HoldState
from meetings.agenda.steps import AgendaStep
from meetings.models.meeting import Meeting
from meetings.querysets import AgendaQuerySet

# To how many items of a meeting one member can give a vote.
MOST_VOTES = 3


class ItemKind(models.TextChoices):
    QUESTION = "question", _("Question")
    CONSULT = "consult", _("Peer consult")
    SHOW = "show", _("Show and tell")
    DECISION = "decision", _("Decision")
    # Of the format: welcome, present, ask.
    PART = "part", _("Part of the meeting")


class ItemState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    TAKEN = "taken", _("On the agenda")
    # It goes on in an item of a later meeting, which `continues` it.
    PUT_OFF = "put_off", _("Put off")
    REMOVED = "removed", _("Taken off")


class AgendaItem(models.Model):
    """Something that a meeting talks about; proposed until it is on the agenda.

    Show `agenda.names.name_for()`, never the title of its topic: not everybody who is invited may
    read that.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="agenda", db_constraint=False, db_index=False
    )
    # Within its meeting.
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=ItemKind)
    # Empty where the topic, or the step, names it.
    title = models.CharField(max_length=160, blank=True)
    # What it is about: lines, no Markdown.
    about = models.TextField(max_length=2000, blank=True)
    # Which part of a format it is: it is named in the reader's language.
    step = models.CharField(max_length=8, choices=AgendaStep, blank=True)
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="+", db_constraint=False
    )
    presenter = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", db_constraint=False
    )
    # How long it is meant to take.
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    # Its place on the agenda, from 1; null while it is proposed, and when it is no longer there.
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=ItemState, default=ItemState.PROPOSED)
    # The item of an earlier meeting that was put off.
    continues = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="continued_by",
        db_constraint=False,
    )
    # The post in its topic that says what came of it.
    went_back = models.ForeignKey(
        Post,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    # Where that post was held for a facilitator.
    held_back = models.ForeignKey(
        HeldPost,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    created_at = models.DateTimeField(default=timezone.now)
    # One double click proposes once: the form carries a key.
    form_key = models.UUIDField(null=True, blank=True)

    # Set by with_votes(): how many want to talk about it, and whether the reader does.
    votes: int
    is_wanted: bool

    objects = AgendaQuerySet["AgendaItem"].as_manager()

    class Meta:
        constraints = [
            *tenant(
                *("meetings_agendaitem", "meeting", "topic", "presenter", "continues"),
                *("went_back", "held_back", "by"),
            ),
            models.UniqueConstraint(
                fields=["meeting", "number"], name="meetings_agendaitem_number_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "topic"],
                condition=Q(state__in=("proposed", "taken")),
                name="meetings_agendaitem_topic_once",
            ),
            models.UniqueConstraint(
                fields=["community", "form_key"], name="meetings_agendaitem_form_once"
            ),
            models.CheckConstraint(
                condition=Q(state="taken", position__isnull=False)
                | Q(~Q(state="taken"), position__isnull=True),
                name="meetings_agendaitem_has_place",
            ),
        ]
        indexes = [
            # Asked when a post goes.
            models.Index(
                fields=["went_back"],
                name="meetings_agendaitem_went_back",
                condition=Q(went_back__isnull=False),
            ),
            models.Index(
                fields=["held_back"],
                name="meetings_agendaitem_held_back",
                condition=Q(held_back__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.number} of {self.meeting_id}"

    @property
    def came_back(self) -> Post | None:
        """The post that says what came of it, also one that a facilitator let through."""
        return self.went_back or (self.held_back.post if self.held_back else None)

    @property
    def waits_back(self) -> bool:
        """Whether what came of it waits until a facilitator has read it."""
        return self.held_back is not None and self.held_back.state == HoldState.WAITING


class AgendaVote(models.Model):
    """One member wants to talk about one item."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, related_name="wanted_by", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["AgendaVote"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_agendavote", "item", "member"),
            models.UniqueConstraint(fields=["item", "member"], name="meetings_agendavote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} wants {self.item_id}"


class NewsKind(models.TextChoices):
    # What he proposed is on the agenda.
    TAKEN = "taken", _("On the agenda")
    PRESENTS = "presents", _("Presents it")


class AgendaNews(models.Model):
    """What one person is to hear of an item; it goes once he is told."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=8, choices=NewsKind)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["AgendaNews"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_agendanews", "item", "member"),
            models.UniqueConstraint(
                fields=["item", "member", "kind"], name="meetings_agendanews_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id} for {self.member_id}"
