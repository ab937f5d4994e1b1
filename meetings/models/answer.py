"""What somebody answered to an invitation."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from meetings.models.meeting import Meeting
from meetings.models.series import Series

MOST_GUESTS = 20


class Answer(models.TextChoices):
    YES = "yes", pgettext_lazy("answer to an invitation", "Yes")
    NO = "no", pgettext_lazy("answer to an invitation", "No")
    MAYBE = "maybe", pgettext_lazy("answer to an invitation", "Maybe")


class Way(models.TextChoices):
    """How an answer came."""

    PAGE = "page", _("On the page")
    LINK = "link", _("By a link of a mail")
    CALENDAR = "calendar", _("From a calendar")
    MAIL = "mail", _("By mail")


class Rsvp(models.Model):
    """One person's answer to one meeting; it takes the place of what he answered to the series."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="answers", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    answer = models.CharField(max_length=5, choices=Answer)
    # How many he brings.
    guests = models.PositiveSmallIntegerField(default=0)
    # What he says with it: "I come after the bus at six."
    words = models.CharField(max_length=500, blank=True)
    # He comes, and later than it begins.
    is_late = models.BooleanField(default=False)
    # A yes for which there was no room yet; the first that waited comes first.
    waits_since = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=8, choices=Way)
    # Who said so: somebody of his site, it may be.
    by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    answered_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["Rsvp"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_rsvp", "meeting", "member", "by"),
            models.UniqueConstraint(fields=["meeting", "member"], name="meetings_rsvp_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} to {self.meeting_id}: {self.answer}"


class StandingAnswer(models.Model):
    """One person's answer to all meetings of a series for which he gave none of their own."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    series = models.ForeignKey(
        Series, models.CASCADE, related_name="standing_answers", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    answer = models.CharField(max_length=5, choices=Answer)
    way = models.CharField(max_length=8, choices=Way)
    answered_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["StandingAnswer"].as_manager()

    class Meta:
        constraints = [
            *tenant("meetings_standinganswer", "series", "member"),
            models.UniqueConstraint(fields=["series", "member"], name="meetings_standing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} to {self.series_id}: {self.answer}"
