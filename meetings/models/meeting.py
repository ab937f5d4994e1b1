"""One occurrence of a series."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community
from core.addresses import address
from meetings.models.series import Details, Series
from meetings.querysets import MeetingQuerySet
from meetings.recurrence.moments import local_start


class State(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CANCELLED = "cancelled", _("Cancelled")
    # It fell on a day off: it stands in no list, and in no calendar.
    SKIPPED = "skipped", _("Left out")
    # It falls on a day off, and its host has not said yet what becomes of it: as planned.
    ASKED = "asked", _("Falls on a day off")


class Meeting(Details):
    """What differs from the series stands here; what is empty is as the series says."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    series = models.ForeignKey(
        Series, models.CASCADE, related_name="meetings", db_constraint=False, db_index=False
    )
    # The start that the rule gave, on the clock of the series: its RECURRENCE-ID (RFC 5545, 3.8.4.4).
    slot = models.CharField(max_length=15)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    title = models.CharField(max_length=160, blank=True)
    # Where it is stands here as a whole, also what is empty.
    has_own_place = models.BooleanField(default=False)
    # Why it was moved or cancelled, or what is special this time.
    note = models.CharField(max_length=1000, blank=True)
    # It differs from the series in time or place: calendars are told of it by itself.
    is_changed = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = MeetingQuerySet["Meeting"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_meeting", "series"),
            models.UniqueConstraint(
                fields=["community", "number"], name="meetings_meeting_number_once"
            ),
            models.UniqueConstraint(fields=["series", "slot"], name="meetings_meeting_slot_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meetings_meeting_ends_after"
            ),
        ]
        indexes = [models.Index(fields=["community", "starts_at"], name="meetings_meeting_when")]

    def __str__(self) -> str:
        return f"{self.series_id} at {self.slot}"

    def get_absolute_url(self) -> str:
        return address("meetings:meeting", self.community.slug, self.number)

    @property
    def slot_start(self) -> datetime:
        """The start that the rule gave, on the clock of the series: without a zone."""
        return local_start(self.slot)

    @property
    def name(self) -> str:
        """What it is called."""
        return self.title or self.series.title

    @property
    def stands(self) -> bool:
        """Whether people meet, as far as is known."""
        return self.state in (State.PLANNED, State.ASKED)

    def is_past(self, now: datetime | None = None) -> bool:
        """Return whether it has ended."""
        return self.ends_at <= (now or timezone.now())

    def detail(self, name: str) -> str:
        """Return a field of Details as it holds for this meeting."""
        own = str(getattr(self, name))
        return own if own or self.has_own_place else str(getattr(self.series, name))
