"""What a resource quotes, and whom."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from knowledge.models.resource import Resource


class Consent(models.TextChoices):
    """What somebody says to being quoted."""

    WAITING = "waiting"
    NAMED = "named"
    NAMELESS = "nameless"
    CHANGES = "changes"
    DECLINED = "declined"


class SourceState(models.TextChoices):
    """How a source stands to the words that are quoted of it."""

    SAME = "same"
    EDITED = "edited"
    REMOVED = "removed"


AGREED = (Consent.NAMED, Consent.NAMELESS)


class QuotedPerson(models.Model):
    """Somebody who is quoted in a resource, and what he says to it.

    What he wrote without his name makes him another one there: nothing leads from one to the other.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="quoted", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    name_hidden = models.BooleanField()
    consent = models.CharField(max_length=8, choices=Consent, default=Consent.WAITING)
    # He did not answer in time: it is as the community's rule says.
    by_silence = models.BooleanField(default=False)
    # The changes he asks for, in his words.
    wish = models.CharField(max_length=2000, blank=True)
    # Null: he is still to be told. Each time has a mail of its own.
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_times = models.PositiveSmallIntegerField(default=0)

    objects = PeerQuerySet["QuotedPerson"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_quotedperson", "resource", "member"),
            models.UniqueConstraint(
                fields=["resource", "member", "name_hidden"], name="knowledge_quotedperson_once"
            ),
        ]

    def __str__(self) -> str:
        return f"quoted in {self.resource_id}"

    @property
    def may_be_named(self) -> bool:
        """Return whether a name can stand with his words: not of who hid it, or has no account more."""
        return not self.name_hidden and self.member.user.is_active

    def when_silent(self, rule: str) -> str:
        """Return what a rule on silence comes to for him.

        Who has left may not have been told, and is named only where he said so himself.
        """
        has_name = self.may_be_named and self.member.is_active
        return Consent.NAMELESS if rule == Consent.NAMED and not has_name else rule


class Quotation(models.Model):
    """Words of a source, as somebody said them; they stand beside the text, not in it.

    So a change of the text does not change them, and what may not be quoted is in no old version.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="quotations", db_constraint=False, db_index=False
    )
    person = models.ForeignKey(
        QuotedPerson, models.CASCADE, related_name="quotations", db_constraint=False
    )
    # Its place in the resource.
    number = models.PositiveSmallIntegerField()
    # The source, of a kind that knowledge.harvest.source_kinds knows, and the whole it is a part of.
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    whole_id = models.BigIntegerField()
    words = models.TextField(max_length=5000)
    # As it was looked at last, after each change.
    source_state = models.CharField(
        max_length=8, choices=SourceState, default=SourceState.SAME, db_default=SourceState.SAME
    )
    # Who saw the source when it was looked at last.
    audience_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["Quotation"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_quotation", "resource", "person"),
            models.UniqueConstraint(
                fields=["resource", "number"], name="knowledge_quotation_place_once"
            ),
        ]
        indexes = [
            models.Index(fields=["whole_id", "kind"], name="knowledge_quotation_whole"),
            models.Index(fields=["object_id", "kind"], name="knowledge_quotation_source"),
        ]

    def __str__(self) -> str:
        return f"quotation {self.number}"
