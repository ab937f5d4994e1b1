"""Days on which the community does not meet: school holidays."""

from django.db import models
from django.db.models import F, Q

from communities.constraints import tenant
from communities.models import Community
from core.orm import PeerQuerySet


class DayOff(models.Model):
    """One day, or several in a row."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=100)
    first_day = models.DateField()
    last_day = models.DateField()

    objects = PeerQuerySet["DayOff"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_dayoff"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="meetings_dayoff_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name
