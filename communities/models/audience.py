"""The rule that says who sees and who takes part."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models.community import Community
from communities.models.grant import Grant, grant_constraints
from communities.models.membership import Circle
from communities.models.role import Role
from communities.models.site import Site
from core.orm import PeerQuerySet


class Audience(models.Model):
    """Roles × sites × circles, each any or a list; or named guests only.

    An axis that is not `any` and has no list admits nobody: an empty list never means everyone.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    any_role = models.BooleanField(default=True)
    any_site = models.BooleanField(default=True)
    any_circle = models.BooleanField(default=True)
    named_only = models.BooleanField(default=False)

    objects = PeerQuerySet["Audience"].as_manager()

    class Meta:
        constraints = tenant("communities_audience")
        default_permissions = ()
        permissions = [("see_audience", _("Sees what is shared with this audience, as a guest"))]

    def __str__(self) -> str:
        return f"audience {self.pk}"


class AudienceRole(models.Model):
    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    audience = models.ForeignKey(
        Audience, models.CASCADE, related_name="role_links", db_constraint=False
    )
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="audience_links", db_constraint=False
    )

    objects = PeerQuerySet["AudienceRole"].as_manager()

    class Meta:
        constraints = [
            *tenant("communities_audiencerole", "audience", "role"),
            models.UniqueConstraint(
                fields=["audience", "role"], name="communities_audiencerole_once"
            ),
        ]


class AudienceSite(models.Model):
    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    audience = models.ForeignKey(
        Audience, models.CASCADE, related_name="site_links", db_constraint=False
    )
    site = models.ForeignKey(
        Site, models.PROTECT, related_name="audience_links", db_constraint=False
    )

    objects = PeerQuerySet["AudienceSite"].as_manager()

    class Meta:
        constraints = [
            *tenant("communities_audiencesite", "audience", "site"),
            models.UniqueConstraint(
                fields=["audience", "site"], name="communities_audiencesite_once"
            ),
        ]


class AudienceCircle(models.Model):
    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    audience = models.ForeignKey(
        Audience, models.CASCADE, related_name="circle_links", db_constraint=False
    )
    circle = models.CharField(max_length=8, choices=Circle)

    objects = PeerQuerySet["AudienceCircle"].as_manager()

    class Meta:
        constraints = [
            *tenant("communities_audiencecircle", "audience"),
            models.UniqueConstraint(
                fields=["audience", "circle"], name="communities_audiencecircle_once"
            ),
        ]


class AudienceUserObjectPermission(Grant):
    """A named guest of an audience."""

    content_object = models.ForeignKey(
        Audience, models.CASCADE, related_name="guest_grants", db_constraint=False
    )

    class Meta(Grant.Meta):
        abstract = False
        constraints = grant_constraints(
            "communities_audienceuserobjectpermission",
            member="communities_audience_guest_is_member",
        )
