"""Asking for something to be read beyond the community, and who agreed."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from knowledge.kinds import Reach
from knowledge.models.resource import Resource


class ReleaseState(models.TextChoices):
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    TAKEN_BACK = "taken-back"
    WITHDRAWN = "withdrawn"


class Release(models.Model):
    """One time of asking. What becomes visible is fixed with it, so that both agree to the same."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="releases", db_constraint=False
    )
    reach = models.CharField(max_length=12, choices=Reach)
    state = models.CharField(max_length=12, choices=ReleaseState, default=ReleaseState.WAITING)
    # As knowledge.commons.released.Released puts it, without what is left out.
    content = models.JSONField()
    # Of what it quotes: what may go along, by the id of the quotation, without what is left out. Who
    # said it is asked still, and its words may change; so it is looked up when it goes out.
    quotations = models.JSONField(default=dict)
    # What is left out, so that a later version is asked about new things only.
    left_out = models.JSONField(default=list)
    kept = models.JSONField(default=list)
    # How those authors agreed who are no members here, in the words of who asks.
    permission = models.CharField(max_length=1000, blank=True)
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    asked_at = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    admin = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    # Who agreed last, refused, took it back or withdrew it; why, in his words.
    ended_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    note = models.CharField(max_length=1000, blank=True)

    objects = PeerQuerySet["Release"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_release", "resource", "asked_by", "author", "admin", "ended_by"),
            models.UniqueConstraint(
                fields=["resource"],
                condition=models.Q(state=ReleaseState.WAITING),
                name="knowledge_release_one_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ReleaseState.WAITING


class CreditChoice(models.Model):
    """Whether a member is named beyond the community. Who said nothing is not named."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="credit_choices", db_constraint=False
    )
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    is_named = models.BooleanField()

    objects = PeerQuerySet["CreditChoice"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_creditchoice", "resource", "member"),
            models.UniqueConstraint(
                fields=["resource", "member"], name="knowledge_creditchoice_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.is_named}"
