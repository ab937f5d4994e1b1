"""What a community agreed to be for. Versions are kept whole."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models.community import Community
from communities.models.framework import Result
from communities.models.membership import Membership
from core.orm import PeerQuerySet


class Charter(models.Model):
    """One version; the highest number holds."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    domain = models.TextField(_("What we care about together"), max_length=2000)
    problem_of_practice = models.TextField(_("The problem of practice we share"), max_length=2000)
    purpose = models.TextField(_("What we are here to do"), max_length=2000)
    written_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", db_constraint=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PeerQuerySet["Charter"].as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            *tenant("communities_charter", "written_by"),
            models.UniqueConstraint(
                fields=["community", "number"], name="communities_charter_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"charter {self.number}"


class CharterResult(models.Model):
    """A result that this version of the charter names."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    charter = models.ForeignKey(
        Charter, models.CASCADE, related_name="result_links", db_constraint=False
    )
    result = models.ForeignKey(
        Result, models.PROTECT, related_name="charter_links", db_constraint=False
    )

    objects = PeerQuerySet["CharterResult"].as_manager()

    class Meta:
        constraints = [
            *tenant("communities_charterresult", "charter", "result"),
            models.UniqueConstraint(
                fields=["charter", "result"], name="communities_charterresult_once"
            ),
        ]
