"""What is known of an address that mail could not be delivered to, and whether mail to it stopped.

How it is counted, and why so. GNU Mailman (its manual, "Bounces") gives a mailbox's passing fault
half of a lasting one, counts one a day, since one bad evening of a server brings many, and stops at
a threshold; here a week or more lies between two mails of many people, so that what was counted
fades by half in a month instead of being forgotten after seven days. Failures for good are 2 points,
passing ones a half; at 3 points mail stops: with the second failure for good in a month (or the
third, when mail comes once a month), or after a week of daily mails to a full mailbox.
"""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.delivery_faults import Fault

POINTS = {Fault.HARD: 2.0, Fault.SOFT: 0.5, Fault.NONE: 0.0}
STOPS_AT = 3.0
HALF_LIFE = timedelta(days=30)
# What an address has that begins again: one failure for good ends it again.
ON_PROBATION = 1.5


class Why(models.TextChoices):
    BOUNCES = "bounces", _("Mails to this address came back.")
    COMPLAINT = "complaint", _("This person wants no more mail from us.")


class Suppression(models.Model):
    """An address, in lower case, with what spoke against it; stopped while `stopped_at` is set.

    Global, and one for all communities: a mailbox that is gone is gone for each of them, and what a
    mail server thinks of us, it thinks of the whole site. The address stands here as it is, as it
    does beside people, invitations and mails, since the sender compares them in one query: a hash of
    it would hide nothing, for addresses can be guessed.
    """

    address = models.EmailField(unique=True)
    points = models.FloatField(default=0)
    # When something was counted last, and for how much that day.
    counted_at = models.DateTimeField(default=timezone.now)
    counted = models.FloatField(default=0)
    # What the other server said last.
    reason = models.CharField(max_length=500, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=10, choices=Why, blank=True)
    # Probe mails that came back; and when the next one is sent, or the present one has stayed.
    probes_lost = models.PositiveSmallIntegerField(default=0)
    is_probing = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="notifications_probe_due",
                condition=models.Q(due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def is_stopped(self) -> bool:
        return self.stopped_at is not None

    @property
    def is_unwanted(self) -> bool:
        return self.why == Why.COMPLAINT

    def points_at(self, now: datetime) -> float:
        """Return what is left of the points at that time."""
        return float(self.points * 0.5 ** ((now - self.counted_at) / HALF_LIFE))

    def count(self, fault: Fault, now: datetime) -> None:
        """Add a failure: of one day (UTC), the worst alone."""
        that_day = self.counted if self.counted_at.date() == now.date() else 0.0
        self.points = self.points_at(now) + max(POINTS[fault] - that_day, 0.0)
        self.counted = max(POINTS[fault], that_day)
        self.counted_at = now

    def stop(self, why: Why, now: datetime, *, probe_at: datetime | None) -> None:
        """Let no mail go to it from now on."""
        self.stopped_at, self.why, self.due_at = now, why, probe_at
        self.probes_lost, self.is_probing = 0, False

    def begin_again(self, now: datetime) -> None:
        """Let mail go to it again, on probation."""
        self.stopped_at, self.why, self.due_at, self.is_probing = None, "", None, False
        self.points, self.counted, self.counted_at = ON_PROBATION, 0.0, now
