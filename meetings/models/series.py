"""A schedule: what a meeting is about, where, for whom, and when it comes again."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Audience, Community, Grant, Membership, grant_constraints
from core.addresses import address
from core.timezones import zone_named
from meetings.querysets import HOST, SeriesQuerySet


class Format(models.TextChoices):
    OPEN = "open", _("Open agenda")
    CONSULT = "consult", _("Peer consult")
    NETWORKING = "networking", _("Targeted networking")
    WEBINAR = "webinar", _("Webinar")
    WORKING = "working", _("Working session")
    GATHERING = "gathering", _("Gathering in person")


class OnDaysOff(models.TextChoices):
    """What becomes of a meeting that falls on one of the community's days off."""

    SKIP = "skip", _("Leave it out")
    ASK = "ask", _("Ask me about each")
    MEET = "meet", _("Meet all the same")


def new_uid() -> str:
    """Return what calendars know a series by, for good (RFC 7986, section 5.3)."""
    return str(uuid.uuid4())


class Details(models.Model):
    """What may be different at one meeting of a series; empty there: as the series says."""

    place_name = models.CharField(max_length=200, blank=True)
    # As one gives it to a map.
    address = models.CharField(max_length=300, blank=True)
    room = models.CharField(max_length=100, blank=True)
    web_link = models.URLField(max_length=500, blank=True)
    # A telephone number, and what is typed once it answers.
    dial_in = models.CharField(max_length=40, blank=True)
    dial_in_code = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True


class Series(Details):
    """One meeting or many: each meeting belongs to a series, also one that stands alone.

    Its meetings are rows, made when it is saved: a rule always has an end.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    # What it is for: lines, no Markdown.
    about = models.TextField(max_length=4000, blank=True)
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+", db_constraint=False)
    host = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    format = models.CharField(max_length=12, choices=Format, default=Format.OPEN)
    # What is spoken, and into what somebody interprets: words.
    language = models.CharField(max_length=5)
    interpretation = models.CharField(max_length=200, blank=True)
    # How many fit; null: as many as come.
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    accessibility = models.CharField(max_length=500, blank=True)
    child_care = models.CharField(max_length=300, blank=True)
    meals = models.CharField(max_length=300, blank=True)
    # When: on the clock of one zone.
    time_zone = models.CharField(max_length=64)
    first_on = models.DateField()
    begins = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    # An RRULE of RFC 5545 with an end; empty for one meeting.
    rule = models.CharField(max_length=300, blank=True)
    on_days_off = models.CharField(max_length=4, choices=OnDaysOff, default=OnDaysOff.SKIP)
    # Minutes before the beginning.
    reminders = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    # For calendar programs: RFC 5546, section 2.1.4.
    uid = models.CharField(max_length=60, default=new_uid, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    # What it goes on from, since it was changed from one of its meetings on.
    continues = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="continued_by",
        db_constraint=False,
        db_index=False,
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_note = models.CharField(max_length=1000, blank=True)
    # What its host said with the last change of several meetings; it stands in the mails about that.
    change_note = models.CharField(max_length=1000, blank=True)
    # Who wrote its words last.
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = SeriesQuerySet["Series"].as_manager()

    class Meta:
        permissions = [(HOST, _("Hosts this series"))]
        constraints = [
            *tenant("meetings_series", "audience", "host", "continues", "by"),
            models.UniqueConstraint(
                fields=["community", "number"], name="meetings_series_number_once"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=1440), name="meetings_series_minutes"
            ),
        ]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("meetings:series", self.community.slug, self.number)

    @property
    def zone(self) -> ZoneInfo:
        """The zone on whose clock it meets."""
        return zone_named(self.time_zone)

    @property
    def first_start(self) -> datetime:
        """Its first start on that clock: without a zone."""
        return datetime.combine(self.first_on, self.begins)

    @property
    def recurs(self) -> bool:
        """Whether it is more than one meeting."""
        return bool(self.rule)


class SeriesUserObjectPermission(Grant):
    """A right on one series: who hosts it beside the host. There is no other one."""

    content_object = models.ForeignKey(
        Series, models.CASCADE, related_name="grants", db_constraint=False
    )

    class Meta(Grant.Meta):
        abstract = False
        constraints = grant_constraints(
            "meetings_seriesuserobjectpermission", member="meetings_series_host_is_member"
        )
