"""The key with which one member's calendar program is let in."""

from django.db import models

from communities.constraints import tenant
from communities.models import Community, Membership
from core.keys import new_key
from core.orm import PeerQuerySet


class CalendarKey(models.Model):
    """One a member and community. A new one, or none, ends what the old one opened."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    member = models.OneToOneField(
        Membership, models.CASCADE, related_name="calendar_key", db_constraint=False
    )
    key = models.CharField(max_length=32, default=new_key)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PeerQuerySet["CalendarKey"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_calendarkey", "member"),
            models.UniqueConstraint(fields=["community", "key"], name="meetings_calendarkey_once"),
        ]

    def __str__(self) -> str:
        return f"calendar key {self.pk}"
