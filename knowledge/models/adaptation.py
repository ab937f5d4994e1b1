"""A site's record of using a resource: what differs there, what it changes, what came of it."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community, Membership, Site
from core.orm import PeerQuerySet
from knowledge.kinds import Evidence
from knowledge.models.resource import Resource
from knowledge.querysets import AdaptationQuerySet


class Outcome(models.TextChoices):
    WORKED = "worked", _("It worked")
    PARTLY = "partly", _("It worked in part")
    FAILED = "failed", _("It did not work")


class Adaptation(models.Model):
    """Open until its outcome is told; a site has one open for a resource at a time."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="adaptations", db_constraint=False
    )
    site = models.ForeignKey(
        Site, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    # What is different at this site, and what it changes.
    different = models.TextField(max_length=2000, blank=True)
    change = models.TextField(max_length=2000, blank=True)
    begun_on = models.DateField()
    # Days after it began until somebody asks for the outcome; 0: nobody asks.
    ask_after = models.PositiveSmallIntegerField()
    # When somebody asks next.
    ask_on = models.DateField(null=True, blank=True)
    # When somebody was asked, and asked once more.
    asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    # Who changed last what differs there, if somebody did.
    changed_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    # The ids of all who wrote what differs there, and of all who wrote what happened.
    planners = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)
    tellers = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # Null while its people keep it to themselves.
    shown_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    happened = models.TextField(max_length=4000, blank=True)
    # Rows of a label, what it was before, and what it is after.
    figures: "models.JSONField[list[list[str]], list[list[str]]]" = models.JSONField(
        default=list, blank=True
    )
    told_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    told_at = models.DateTimeField(null=True, blank=True)
    # How far its outcome brought the resource by the rule, and the version that this made.
    moved_to = models.CharField(max_length=12, choices=Evidence, blank=True)
    moved_in = models.PositiveIntegerField(null=True, blank=True)
    # The text of its own that it became.
    became = models.ForeignKey(
        Resource,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="became_of",
        db_constraint=False,
    )

    objects = AdaptationQuerySet["Adaptation"].as_manager()

    class Meta:
        constraints = [
            *tenant(
                "knowledge_adaptation",
                *("resource", "site", "opened_by", "changed_by", "told_by", "became"),
            ),
            models.UniqueConstraint(
                fields=["resource", "site"],
                condition=Q(outcome=""),
                name="knowledge_adaptation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} at {self.site_id}"

    @property
    def is_open(self) -> bool:
        """Return whether its outcome is still to be told."""
        return not self.outcome

    def planned_by(self) -> set[int]:
        """Return whose words say what differs there; of old rows, as far as that is known."""
        known = set(self.planners) or {pk for pk in (self.opened_by_id, self.changed_by_id) if pk}
        return known if self.different or self.change else set()

    def told_by_all(self) -> set[int]:
        """Return whose words say what happened; of old rows, as far as that is known."""
        known = set(self.tellers) or ({self.told_by_id} if self.told_by_id else set())
        return known if self.happened or self.figures else set()

    def is_late(self, today: date) -> bool:
        """Return whether its outcome was to be told by now."""
        return self.is_open and self.ask_on is not None and self.ask_on <= today


class AdaptationPerson(models.Model):
    """Somebody who does it: a member, or the name of somebody who is none."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    adaptation = models.ForeignKey(
        Adaptation, models.CASCADE, related_name="people", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Membership, models.CASCADE, null=True, blank=True, related_name="+", db_constraint=False
    )
    name = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField()

    objects = PeerQuerySet["AdaptationPerson"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_adaptationperson", "adaptation", "member"),
            models.UniqueConstraint(
                fields=["adaptation", "position"], name="knowledge_adaptationperson_place"
            ),
            models.CheckConstraint(
                condition=Q(member=None) ^ Q(name=""), name="knowledge_adaptationperson_one"
            ),
        ]

    def __str__(self) -> str:
        return self.member.name if self.member else self.name
