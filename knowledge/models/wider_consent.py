"""What those who are quoted say to being read beyond their community."""

from django.db import models

from communities.constraints import tenant
from communities.models import Community
from core.orm import PeerQuerySet
from knowledge.kinds import Reach
from knowledge.models.quotation import Consent, QuotedPerson


class WiderConsent(models.Model):
    """What somebody says to one step; what he said to a narrower one does not count for it.

    Waiting, named, nameless or declined. He is asked once two people let the text out: before, his
    answer would be about something that may never be.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(
        QuotedPerson, models.CASCADE, related_name="wider", db_constraint=False, db_index=False
    )
    reach = models.CharField(max_length=12, choices=Reach)
    answer = models.CharField(max_length=8, choices=Consent, default=Consent.WAITING)
    # What he was told that counts if he says nothing, and until when he may say something.
    silence = models.CharField(max_length=8, choices=Consent)
    by_silence = models.BooleanField(default=False)
    asked_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    objects = PeerQuerySet["WiderConsent"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_widerconsent", "person"),
            models.UniqueConstraint(fields=["person", "reach"], name="knowledge_widerconsent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.reach} {self.answer}"
