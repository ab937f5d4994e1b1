"""The rule of an audience as a value: read it, try it, write it. Call inside the scope."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef
from django.utils import translation
from django.utils.translation import gettext as _

from communities.grants import give
from communities.models import (
    Audience,
    AudienceCircle,
    AudienceRole,
    AudienceSite,
    AudienceUserObjectPermission,
    Community,
    Membership,
    MembershipRole,
    Role,
    Site,
)
from communities.models.membership import Circle, Standing
from communities.querysets import MembershipQuerySet

SEE = "see_audience"


@dataclass(frozen=True, slots=True)
class AudienceRule:
    """Ids of roles and sites, names of circles; None on an axis is any."""

    roles: frozenset[int] | None = None
    sites: frozenset[int] | None = None
    circles: frozenset[str] | None = None
    named_only: bool = False

    @property
    def is_everyone(self) -> bool:
        axes = (self.roles, self.sites, self.circles)
        return not self.named_only and all(axis is None for axis in axes)

    def fits(self, member: Membership) -> bool:
        """Return whether a member is here by the rule, as the view communities_seen_by_rule says."""
        if self.named_only or member.standing == Standing.GUEST:
            return False
        return (
            (self.roles is None or any(role.pk in self.roles for role in member.roles))
            and (self.sites is None or member.site_id in self.sites)
            and (self.circles is None or member.circle in self.circles)
        )


def covers(outer: AudienceRule, inner: AudienceRule) -> bool:
    """Return whether whoever is let in by the inner rule is by the outer one, now and later."""
    if inner.named_only:
        return True
    if outer.named_only:
        return False
    axes = (
        (outer.roles, inner.roles),
        (outer.sites, inner.sites),
        (outer.circles, inner.circles),
    )
    return all(o is None or (i is not None and i <= o) for o, i in axes)


def rule_of(audience_id: int) -> AudienceRule:
    """Return the rule of an audience: one query."""
    mine = {"audience": OuterRef("pk")}
    named, any_role, any_site, any_circle, roles, sites, circles = (
        Audience.objects.annotate(
            its_roles=ArraySubquery(AudienceRole.objects.filter(**mine).values("role_id")),
            its_sites=ArraySubquery(AudienceSite.objects.filter(**mine).values("site_id")),
            its_circles=ArraySubquery(AudienceCircle.objects.filter(**mine).values("circle")),
        )
        .values_list(
            *("named_only", "any_role", "any_site", "any_circle"),
            *("its_roles", "its_sites", "its_circles"),
        )
        .get(pk=audience_id)
    )
    return AudienceRule(
        roles=None if any_role else frozenset(roles),
        sites=None if any_site else frozenset(sites),
        circles=None if any_circle else frozenset(circles),
        named_only=named,
    )


def rule_in_words(rule: AudienceRule, community: Community) -> str:
    """Return "superintendents · Northbank, Eastgate", in the community's language, for the record."""
    with translation.override(community.language):
        if rule.named_only:
            return _("named guests only")
        if rule.is_everyone:
            return _("everyone")
        roles = Role.objects.filter(pk__in=rule.roles or ()).order_by("position", "pk")
        sites = Site.objects.filter(pk__in=rule.sites or ()).order_by("name")
        axes = (
            [role.label_plural for role in roles],
            [site.name for site in sites],
            [
                str(Circle(circle).label)
                for circle in Circle.values
                if circle in (rule.circles or ())
            ],
        )
        return " · ".join(", ".join(axis) for axis in axes if axis)


def members_by_rule(community: Community, rule: AudienceRule) -> MembershipQuerySet[Membership]:
    """Return who would be here by a rule that is not saved yet, as the view would say."""
    found = Membership.objects.active().filter(community=community).exclude(standing=Standing.GUEST)
    if rule.named_only:
        return found.none()
    if rule.roles is not None:
        links = MembershipRole.objects.filter(role_id__in=rule.roles)
        found = found.filter(pk__in=links.values("membership_id"))
    if rule.sites is not None:
        found = found.filter(site_id__in=rule.sites)
    if rule.circles is not None:
        found = found.filter(circle__in=rule.circles)
    return found


def write_rule(audience: Audience, rule: AudienceRule) -> None:
    """Make this the audience's rule, at once for everybody.

    Raises ValueError for an axis with an empty list, which must never come to mean everyone.
    """
    if not all(axis is None or axis for axis in (rule.roles, rule.sites, rule.circles)):
        raise ValueError("an axis of an audience is any, or a list that is not empty")
    links = {"community_id": audience.community_id, "audience": audience}
    with transaction.atomic():
        audience.named_only = rule.named_only
        audience.any_role = rule.roles is None
        audience.any_site = rule.sites is None
        audience.any_circle = rule.circles is None
        audience.save(update_fields=["named_only", "any_role", "any_site", "any_circle"])
        for model in (AudienceRole, AudienceSite, AudienceCircle):
            model.objects.filter(audience=audience).delete()
        AudienceRole.objects.bulk_create(
            AudienceRole(**links, role_id=pk) for pk in sorted(rule.roles or ())
        )
        AudienceSite.objects.bulk_create(
            AudienceSite(**links, site_id=pk) for pk in sorted(rule.sites or ())
        )
        AudienceCircle.objects.bulk_create(
            AudienceCircle(**links, circle=circle) for circle in sorted(rule.circles or ())
        )
        audience.community.people_changed()


def guest_ids(audience_id: int) -> set[int]:
    """Return the memberships of an audience's named guests: one query."""
    users = AudienceUserObjectPermission.objects.filter(content_object_id=audience_id)
    members = Membership.objects.filter(user_id__in=users.values("user_id"))
    return set(members.values_list("pk", flat=True))


def set_guests(audience: Audience, guests: Collection[Membership], *, by: Membership) -> None:
    """Make exactly these people the named guests; who was one keeps who named him and when."""
    with transaction.atomic():
        AudienceUserObjectPermission.objects.filter(content_object=audience).exclude(
            user_id__in=[guest.user_id for guest in guests]
        ).delete()
        for guest in guests:
            give(AudienceUserObjectPermission, SEE, guest, audience, by=by)
        audience.community.people_changed()
