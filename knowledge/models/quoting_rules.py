"""What a community does where somebody who is quoted does not answer, or removes what he said."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community
from core.orm import PeerQuerySet
from knowledge.models.quotation import Consent


class Silence(models.TextChoices):
    NAMED = Consent.NAMED.value, _("is quoted with the name that stands with the post")
    NAMELESS = Consent.NAMELESS.value, _("is quoted without a name")
    DECLINED = Consent.DECLINED.value, _("is not quoted")


class Removed(models.TextChoices):
    TAKEN_OUT = "out", _("is taken out")
    NAMELESS = "nameless", _("stays, without a name")


class QuotingRules(models.Model):
    """One row a community; without it, what the fields begin with."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="+")
    silence = models.CharField(
        _("Who is quoted and does not answer"),
        max_length=8,
        choices=Silence,
        default=Silence.NAMELESS,
    )
    days = models.PositiveSmallIntegerField(
        _("How long we wait for an answer"),
        choices=[(7, _("7 days")), (14, _("14 days")), (30, _("30 days"))],
        default=14,
    )

    removed = models.CharField(
        _("What is quoted of a post that is removed"),
        max_length=8,
        choices=Removed,
        default=Removed.TAKEN_OUT,
        db_default=Removed.TAKEN_OUT,
    )

    objects = PeerQuerySet["QuotingRules"].as_manager()

    class Meta:
        constraints = tenant("knowledge_quotingrules")

    def in_words(self) -> str:
        """Return all rules in a line, in the language that is active."""
        silence, days = Silence(self.silence).label, self.get_days_display()
        return f"{silence} · {days} · {Removed(self.removed).label}"

    @property
    def wait(self) -> timedelta:
        return timedelta(days=self.days)


def quoting_rules(community: Community) -> QuotingRules:
    """Return the rules of a community: one query."""
    return QuotingRules.objects.filter(community=community).first() or QuotingRules(
        community=community
    )
