"""Somebody is asked to join, with everything a spreadsheet said of him."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models.community import Community
from communities.models.membership import Circle, Membership, Standing
from communities.models.role import Role
from communities.models.site import Site
from core.orm import PeerQuerySet


class Source(models.TextChoices):
    """By what the person came to be asked: his consent begins with it."""

    FACILITATOR = "invited", _("Invited by mail")
    PAPER = "paper", _("Signed up on paper")
    SELF = "wrote", _("Wrote to the community")


class Answered(models.TextChoices):
    BUTTON = "button", _("By the button of the mail")
    MAIL = "mail", _("By answering the mail")


class Invitation(models.Model):
    """An address that may join, until it has joined or the invitation is withdrawn."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Not answered yet")
        ACCEPTED = "accepted", _("Joined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    circle = models.CharField(max_length=8, choices=Circle, default=Circle.OUTER)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.MEMBER)
    language = models.CharField(max_length=5, default="en")
    source = models.CharField(max_length=8, choices=Source, default=Source.FACILITATOR)
    # What he wrote when he asked by mail.
    note = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.WAITING)
    invited_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", db_constraint=False
    )
    # A new round makes the links of earlier rounds stale: they then offer to send a fresh one.
    round = models.PositiveSmallIntegerField(default=1)
    issued_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=8, choices=Answered, blank=True)

    objects = PeerQuerySet["Invitation"].as_manager()

    class Meta:
        constraints = [
            *tenant("communities_invitation", "site", "invited_by"),
            models.UniqueConstraint(
                fields=["community", "email"], name="communities_invitation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class InvitationRole(models.Model):
    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    invitation = models.ForeignKey(
        Invitation, models.CASCADE, related_name="role_links", db_constraint=False
    )
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="invitation_links", db_constraint=False
    )

    objects = PeerQuerySet["InvitationRole"].as_manager()

    class Meta:
        constraints = [
            *tenant("communities_invitationrole", "invitation", "role"),
            models.UniqueConstraint(
                fields=["invitation", "role"], name="communities_invitationrole_once"
            ),
        ]
