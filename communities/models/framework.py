"""What a community works for: results, their indicators, and the capacities it builds."""

from django.db import models
from django.utils.translation import get_language

from communities.constraints import tenant
from communities.models.community import Community
from core.orm import PeerQuerySet


class _Titled(models.Model):
    """A numbered line of the framework, in both languages."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=240)
    title_es = models.CharField(max_length=240, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return (get_language() == "es" and self.title_es) or self.title


class Result(_Titled):
    """A condition of well-being for children, families or communities."""

    objects = PeerQuerySet["Result"].as_manager()

    class Meta(_Titled.Meta):
        constraints = [
            *tenant("communities_result"),
            models.UniqueConstraint(
                fields=["community", "key"], name="communities_result_key_once"
            ),
        ]


class Indicator(_Titled):
    """What quantifies the achievement of a result."""

    number = models.PositiveSmallIntegerField()

    objects = PeerQuerySet["Indicator"].as_manager()

    class Meta(_Titled.Meta):
        constraints = [
            *tenant("communities_indicator"),
            models.UniqueConstraint(
                fields=["community", "key"], name="communities_indicator_key_once"
            ),
        ]


class IndicatorResult(models.Model):
    """An indicator that speaks of a result."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="result_links", db_constraint=False
    )
    result = models.ForeignKey(
        Result, models.CASCADE, related_name="indicator_links", db_constraint=False
    )

    objects = PeerQuerySet["IndicatorResult"].as_manager()

    class Meta:
        constraints = [
            *tenant("communities_indicatorresult", "indicator", "result"),
            models.UniqueConstraint(
                fields=["indicator", "result"], name="communities_indicatorresult_once"
            ),
        ]


class CoreCapacity(_Titled):
    """A standing facet of every library and forum."""

    objects = PeerQuerySet["CoreCapacity"].as_manager()

    class Meta(_Titled.Meta):
        verbose_name_plural = "core capacities"
        constraints = [
            *tenant("communities_corecapacity"),
            models.UniqueConstraint(
                fields=["community", "key"], name="communities_corecapacity_key_once"
            ),
        ]
