"""Who was at a meeting."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community, Membership, Role, Site
from core.orm import PeerQuerySet
from meetings.models.meeting import Meeting

LONGEST_NAME = 120


class Noted(models.TextChoices):
    """How it came to be known that somebody was there."""

    CODE = "code", _("By the code at the door")
    LINK = "link", _("By a link of a mail")
    LIST = "list", _("By the host's list")
    FILE = "file", _("By the list of a video call")


class Attendance(models.Model):
    """One person at one meeting: a member, or by name somebody who is none."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="attendance", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Membership, models.CASCADE, null=True, blank=True, related_name="+", db_constraint=False
    )
    # Of a guest, also where he comes from and what he does, as far as the host says so.
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    site = models.ForeignKey(
        Site, models.SET_NULL, null=True, blank=True, related_name="+", db_constraint=False
    )
    role = models.ForeignKey(
        Role, models.SET_NULL, null=True, blank=True, related_name="+", db_constraint=False
    )
    # Who it is in the lists of video calls: digests, so that the same line counts once.
    keys = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    way = models.CharField(max_length=4, choices=Noted)
    by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    came_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["Attendance"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_attendance", "meeting", "member", "site", "role", "by"),
            models.UniqueConstraint(
                fields=["meeting", "member"],
                condition=Q(member__isnull=False),
                name="meetings_attendance_once",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(name=""), name="meetings_attendance_somebody"
            ),
        ]
        indexes = [models.Index(fields=["meeting"], name="meetings_attendance_of")]

    def __str__(self) -> str:
        return f"{self.member_id or self.name} at {self.meeting_id}"
