"""When sites are asked for their news, who was asked, and what each site told."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community, Membership, Role, Site
from core.orm import PeerQuerySet
from core.timezones import local_instant, zone_named
from forums.models import Forum, Topic
from site_updates.periods import Period

# Of the community's own clock.
HOUR = 9


class Every(models.IntegerChoices):
    MONTH = 1, _("Every month")
    TWO_MONTHS = 2, _("Every two months")
    QUARTER = 3, _("Each quarter of the year")


class UpdatePlan(models.Model):
    """How a community asks its sites; without a row it does not."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=False)
    every = models.PositiveSmallIntegerField(choices=Every, default=Every.MONTH)
    # Of the month; every month has a 28th.
    day = models.PositiveSmallIntegerField(default=25)
    # Where the answers go.
    forum = models.ForeignKey(
        Forum, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    # The next day of asking, by the community's own clock.
    next_day = models.DateField(null=True)

    objects = PeerQuerySet["UpdatePlan"].as_manager()

    class Meta:
        constraints = tenant("site_updates_updateplan", "forum")

    def __str__(self) -> str:
        return f"plan of {self.community_id}"

    @property
    def next_at(self) -> datetime | None:
        """Return the moment at which sites are asked next."""
        if self.next_day is None:
            return None
        return local_instant(self.next_day, HOUR, zone_named(self.community.time_zone))


class AskedRole(models.Model):
    """A role whose people are asked what happened at their site."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    objects = PeerQuerySet["AskedRole"].as_manager()

    class Meta:
        constraints = [
            *tenant("site_updates_askedrole", "role"),
            models.UniqueConstraint(fields=["role"], name="site_updates_askedrole_once"),
        ]


class UpdateRound(models.Model):
    """One time of asking, about so many months; answers to it are taken for ever."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    # The first day of the last month it is about.
    last_month = models.DateField()
    months = models.PositiveSmallIntegerField()
    forum = models.ForeignKey(
        Forum, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    asked_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["UpdateRound"].as_manager()

    class Meta:
        constraints = [
            *tenant("site_updates_updateround", "forum"),
            models.UniqueConstraint(
                fields=["community", "last_month"], name="site_updates_updateround_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.last_month} in {self.community_id}"

    @property
    def period(self) -> Period:
        return Period(self.last_month, self.months)


class UpdatePrompt(models.Model):
    """One person who was asked about one site: the record by which nobody is asked twice."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    round = models.ForeignKey(
        UpdateRound,
        models.CASCADE,
        related_name="prompts",
        db_constraint=False,
        db_index=False,
    )
    site = models.ForeignKey(
        Site, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    asked_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True)
    # He pressed "Not this time".
    declined_at = models.DateTimeField(null=True)

    objects = PeerQuerySet["UpdatePrompt"].as_manager()

    class Meta:
        constraints = [
            *tenant("site_updates_updateprompt", "round", "site", "member"),
            models.UniqueConstraint(
                fields=["round", "site", "member"], name="site_updates_updateprompt_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} about {self.site_id}"


class NotAsked(models.Model):
    """A member who does not want to be asked any more."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    member = models.OneToOneField(Membership, models.CASCADE, related_name="+", db_constraint=False)

    objects = PeerQuerySet["NotAsked"].as_manager()

    class Meta:
        verbose_name_plural = "not asked"
        constraints = tenant("site_updates_notasked", "member")


class SiteUpdate(models.Model):
    """What a site told of one period: a topic, to which further answers are added.

    `form_key` is that of the mail. While a facilitator has to read it first, there is no topic yet;
    the one that is opened then has the same key.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    round = models.ForeignKey(
        UpdateRound,
        models.CASCADE,
        related_name="updates",
        db_constraint=False,
        db_index=False,
    )
    site = models.ForeignKey(
        Site, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    topic = models.ForeignKey(
        Topic, models.CASCADE, null=True, related_name="+", db_constraint=False
    )
    form_key = models.UUIDField(null=True)

    objects = PeerQuerySet["SiteUpdate"].as_manager()

    class Meta:
        constraints = [
            *tenant("site_updates_siteupdate", "round", "site", "topic"),
            models.UniqueConstraint(fields=["round", "site"], name="site_updates_siteupdate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} in round {self.round_id}"
