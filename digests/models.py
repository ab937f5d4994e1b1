"""What is kept of digests: who was done for which day, what was found, and how far one was told."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from notifications.models import OutgoingMail

# About a minute to read.
OPENING_LENGTH = 1200


class Outcome(models.TextChoices):
    MAILED = "mailed", _("Mailed")
    EMPTY = "empty", _("Nothing new")
    FAILED = "failed", _("Could not be written")
    SKIPPED = "skipped", _("Not written: mail to this address is stopped")


class DigestRun(models.Model):
    """One person and one day of his own calendar: done, whatever came of it.

    Global: it is about all communities of a person at once. Holds no word of any of them.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    # The communities of once a week, or once a month, were in it too.
    weekly = models.BooleanField(default=False)
    monthly = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=Outcome)
    # Of the address that answers to this digest go to; null where no mail is received.
    token = models.CharField(max_length=26, null=True, unique=True)
    mail = models.ForeignKey(
        OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PeerQuerySet["DigestRun"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="digests_digestrun_once"),
        ]

    def __str__(self) -> str:
        return f"digest of {self.user_id} for {self.day}"


class DigestEntry(models.Model):
    """One thing that concerns one member, with all that its lines in the mail need."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    section = models.CharField(max_length=20)
    # What the section says it is: a topic, a person, "and 7 more in this forum".
    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    place = models.PositiveIntegerField(default=0)
    data = models.JSONField(default=dict)

    objects = PeerQuerySet["DigestEntry"].as_manager()

    class Meta:
        verbose_name_plural = "digest entries"
        constraints = [
            *tenant("digests_digestentry", "member"),
            models.UniqueConstraint(
                fields=["member", "section", "kind", "object_id"], name="digests_digestentry_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.kind} {self.object_id}"


class DigestTold(models.Model):
    """That a thing was named in a member's digest, for sections that keep no such mark themselves.

    `through` is how far, where a thing grows: the newest reaction to a post. Forgotten after
    digests.ledger.KEEP, which is longer than anything is news.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(
        Membership, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    section = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    through = models.BigIntegerField(default=0)
    told_at = models.DateTimeField()

    objects = PeerQuerySet["DigestTold"].as_manager()

    class Meta:
        verbose_name_plural = "digest told"
        constraints = [
            *tenant("digests_digesttold", "member"),
            models.UniqueConstraint(
                fields=["member", "section", "object_id"], name="digests_digesttold_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.object_id} to {self.member_id}"


class DigestOpening(models.Model):
    """What a facilitator says first in this community's part of the next digests: one at a time.

    Each member gets it once, in his next digest that there is reason for, until its last day.
    """

    community = models.OneToOneField(Community, models.CASCADE, related_name="+")
    author = models.ForeignKey(
        Membership, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    # Another text is another opening: those who had the one before get it too.
    number = models.PositiveIntegerField(default=1)
    body = models.TextField(max_length=OPENING_LENGTH)
    html = models.TextField()
    last_day = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["DigestOpening"].as_manager()

    class Meta:
        constraints = tenant("digests_digestopening", "author")

    def __str__(self) -> str:
        return f"opening {self.number} of {self.community_id}"


class DigestMark(models.Model):
    """Up to when a member's community was looked through for him."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    member = models.OneToOneField(Membership, models.CASCADE, related_name="+", db_constraint=False)
    through = models.DateTimeField()

    objects = PeerQuerySet["DigestMark"].as_manager()

    class Meta:
        constraints = tenant("digests_digestmark", "member")

    def __str__(self) -> str:
        return f"{self.member_id} through {self.through}"


class DigestLabels(models.Model):
    """What each label of one member's digest stands for, for as long as its answers are taken.

    One row a member and day: it is written once, for 500 people at a time, and read whole.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(
        Membership, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    day = models.DateField()
    # Such as [["A2", "forums.post", 7]]: label, kind and id.
    labels = models.JSONField(default=list)

    objects = PeerQuerySet["DigestLabels"].as_manager()

    class Meta:
        verbose_name_plural = "digest labels"
        constraints = [
            *tenant("digests_digestlabels", "member"),
            models.UniqueConstraint(fields=["member", "day"], name="digests_digestlabels_once"),
        ]

    def __str__(self) -> str:
        return f"labels of {self.member_id} on {self.day}"
