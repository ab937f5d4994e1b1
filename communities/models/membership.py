"""One person in one community."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models.community import Community
from communities.models.role import Role
from communities.models.site import Site
from communities.people_lines import line_of
from communities.querysets import MembershipQuerySet, visible_audience_ids
from core.addresses import address
from core.orm import PeerQuerySet


class Circle(models.TextChoices):
    CORE = "core", _("Core group")
    INNER = "inner", _("Inner circle")
    OUTER = "outer", _("Outer circle")


class Standing(models.TextChoices):
    GUEST = "guest", _("Guest")
    MEMBER = "member", _("Member")
    FACILITATOR = "facilitator", _("Facilitator")
    ADMIN = "admin", _("Admin")


class Status(models.TextChoices):
    REQUESTED = "requested", _("Asked to join")
    ACTIVE = "active", _("Member")
    LEFT = "left", _("Left")
    # As left, and an open door does not let him in again by itself.
    REMOVED = "removed", _("Removed")


class Pace(models.TextChoices):
    DAILY = "daily", _("Every day when there is something new")
    WEEKDAYS = "weekdays", _("Monday to Friday when there is something new")
    WEEKLY = "weekly", _("Once a week")
    MONTHLY = "monthly", _("Once a month")
    # Answers to him, calls of him, and who waits for his role; at most once a day.
    CONCERNS = "concerns", _("Only when something concerns me")
    NEVER = "never", _("Never")


class Membership(models.Model):
    """Roles, site, circle, standing and digest pace of a person in a community."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    circle = models.CharField(max_length=8, choices=Circle, default=Circle.OUTER)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.MEMBER)
    status = models.CharField(max_length=12, choices=Status, default=Status.ACTIVE)
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.WEEKLY)
    request_note = models.CharField(max_length=500, blank=True)
    # The mark in the switcher; set when something new is there, taken away by looking.
    has_unread = models.BooleanField(default=False)
    # Until then he reads and does not write; why is for him.
    paused_until = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=1000, blank=True)
    # A warning that he has not read yet.
    has_warning = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    # Set by with_role_ids().
    role_ids: list[int]
    # Set by with_audience_ids().
    seen_ids: list[int]

    objects = MembershipQuerySet["Membership"].as_manager()

    class Meta:
        constraints = [
            *tenant("communities_membership", "site"),
            models.UniqueConstraint(
                fields=["community", "user"], name="communities_membership_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.community_id}"

    def get_absolute_url(self) -> str:
        return address("communities:person", self.community.slug, self.pk)

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def avatar_url(self) -> str:
        return self.user.avatar_url

    @cached_property
    def roles(self) -> list[Role]:
        """Return the member's roles in the community's order; prefetch `role_links__role` in lists."""
        return sorted((link.role for link in self.role_links.all()), key=lambda r: r.position)

    @property
    def line(self) -> str:
        """Return "superintendent, Northbank": what is shown beside a name."""
        return line_of(self.roles, self.site.name if self.site else "", self.standing)

    @cached_property
    def audience_ids(self) -> list[int]:
        """Return the ids of the audiences this member belongs to: one query a request."""
        return visible_audience_ids(self.pk)

    @property
    def is_active(self) -> bool:
        return self.status == Status.ACTIVE

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until > timezone.now()

    @property
    def paused_words(self) -> str:
        """Return what a member who is paused is told: until when, and why."""
        if self.paused_until is None:
            return ""
        day = date_format(timezone.localtime(self.paused_until), "DATE_FORMAT")
        return gettext(
            "Facilitators paused you until the end of %(day)s: until then you read everything, and "
            "cannot write. Their reason: %(reason)s"
        ) % {"day": day, "reason": self.pause_reason}

    @property
    def is_facilitator(self) -> bool:
        """Return whether he keeps the community going: facilitators and admins do."""
        return self.standing in {Standing.FACILITATOR, Standing.ADMIN}

    @property
    def is_admin(self) -> bool:
        return self.standing == Standing.ADMIN


class MembershipRole(models.Model):
    """A role that a member has."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="role_links", db_constraint=False
    )
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="membership_links", db_constraint=False
    )

    objects = PeerQuerySet["MembershipRole"].as_manager()

    class Meta:
        constraints = [
            *tenant("communities_membershiprole", "membership", "role"),
            models.UniqueConstraint(
                fields=["membership", "role"], name="communities_membershiprole_once"
            ),
        ]
