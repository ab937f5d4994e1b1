"""Finding a time: hours to choose from, and whom each of them suits."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Audience, Community, Membership
from core.addresses import address
from core.orm import PeerQuerySet
from core.timezones import zone_named
from meetings.models.answer import Way
from meetings.models.series import Details, Format, Series
from meetings.querysets import TimePollQuerySet

# How many times a person can be asked to look at.
FEWEST_SLOTS, MOST_SLOTS = 2, 12


class TimePoll(Details):
    """A meeting that has no time yet. It is open until somebody closes it or makes it a meeting."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    # What the meeting is for: lines, no Markdown.
    about = models.TextField(max_length=4000, blank=True)
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+", db_constraint=False)
    host = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    format = models.CharField(max_length=12, choices=Format, default=Format.OPEN)
    language = models.CharField(max_length=5)
    minutes = models.PositiveSmallIntegerField()
    # On whose clock its times were typed.
    time_zone = models.CharField(max_length=64)
    # The last day on which people are asked to answer; later answers count, too.
    answer_by = models.DateField()
    # The number of the time that was added last, also if it is gone.
    last_number = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    # When something else than its times was changed last.
    changed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    # Why it was closed without a meeting.
    close_note = models.CharField(max_length=1000, blank=True)
    # What it became.
    series = models.ForeignKey(
        Series,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    objects = TimePollQuerySet["TimePoll"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_timepoll", "audience", "host", "closed_by", "series"),
            models.UniqueConstraint(
                fields=["community", "number"], name="meetings_timepoll_number_once"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=1440), name="meetings_timepoll_minutes"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("meetings:time_poll", self.community.slug, self.number)

    @property
    def zone(self) -> ZoneInfo:
        """The zone on whose clock its times were typed."""
        return zone_named(self.time_zone)

    @property
    def length(self) -> timedelta:
        """How long the meeting is to be."""
        return timedelta(minutes=self.minutes)

    def changed_since(self, answered_at: datetime | None) -> bool:
        """Return whether it was changed after somebody answered; False of who did not."""
        if self.changed_at is None or answered_at is None:
            return False
        return self.changed_at > answered_at

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class TimeSlot(models.Model):
    """One time to choose. Its number is what answers by mail call it, and is not used again."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    poll = models.ForeignKey(
        TimePoll, models.CASCADE, related_name="slots", db_constraint=False, db_index=False
    )
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["TimeSlot"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_timeslot", "poll"),
            models.UniqueConstraint(
                fields=["poll", "number"], name="meetings_timeslot_number_once"
            ),
            models.UniqueConstraint(fields=["poll", "starts_at"], name="meetings_timeslot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id}: {self.starts_at.isoformat()}"


class TimeReply(models.Model):
    """What one person says of all of them: without a tick, that none suits him."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    poll = models.ForeignKey(
        TimePoll, models.CASCADE, related_name="replies", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    # What he says with it: "Wednesdays after five would be fine."
    words = models.CharField(max_length=500, blank=True)
    way = models.CharField(max_length=8, choices=Way)
    answered_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["TimeReply"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_timereply", "poll", "member"),
            models.UniqueConstraint(fields=["poll", "member"], name="meetings_timereply_once"),
        ]
        verbose_name_plural = "time replies"

    def __str__(self) -> str:
        return f"{self.member_id} to {self.poll_id}"


class TimeTick(models.Model):
    """A time suits the person of a reply."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    slot = models.ForeignKey(
        TimeSlot, models.CASCADE, related_name="ticks", db_constraint=False, db_index=False
    )
    reply = models.ForeignKey(TimeReply, models.CASCADE, related_name="ticks", db_constraint=False)

    objects = PeerQuerySet["TimeTick"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_timetick", "slot", "reply"),
            models.UniqueConstraint(fields=["slot", "reply"], name="meetings_timetick_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reply_id} at {self.slot_id}"
