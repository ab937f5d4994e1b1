"""How many of the sites and roles of an audience some of its people bring together."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.audience_rules import members_by_rule, rule_of
from communities.models import Community, Membership, Role, Site
from communities.roles import roles_by_id

# How many missing sites and roles a sentence names.
NAMED = 6


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sites and roles are there, of how many; names of the missing ones, sites first."""

    sites: int
    all_sites: int
    roles: int
    all_roles: int
    missing: tuple[str, ...] = ()

    @property
    def counted(self) -> str:
        """Return "all 9 sites, 6 of 7 roles" in the language that is active.

        Of sites and roles of which there is one only, nothing is said; empty if there are no others.
        """
        said = (
            _of_sites(self.sites, self.all_sites) if self.all_sites > 1 else "",
            _of_roles(self.roles, self.all_roles) if self.all_roles > 1 else "",
        )
        return ", ".join(part for part in said if part)

    @property
    def sentence(self) -> str:
        """Return "all 9 sites, 6 of 7 roles; missing: school nurses", empty where counted is."""
        if not self.counted or not self.missing:
            return self.counted
        named, more = self.missing[:NAMED], len(self.missing) - NAMED
        values = {"covered": self.counted, "missing": ", ".join(named), "count": max(more, 0)}
        if more > 0:
            return (
                ngettext(
                    "%(covered)s; missing: %(missing)s and %(count)s other",
                    "%(covered)s; missing: %(missing)s and %(count)s others",
                    more,
                )
                % values
            )
        return _("%(covered)s; missing: %(missing)s") % values


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom an audience can bring together: its sites and roles by id, and what each person stands for.

    `sites` holds names. Sites and roles are those that its people have: where nobody is, nobody is
    missed. Who only looks after it, or is its guest, adds none; he counts for his own where others
    of it are invited too.
    """

    sites: dict[int, str]
    roles: dict[int, Role]
    people: dict[int, tuple[int | None, frozenset[int]]]

    def coverage(
        self,
        members: Collection[int],
        *,
        sites: Collection[int] = (),
        roles: Collection[int] = (),
    ) -> Coverage:
        """Return what these memberships cover; `sites` and `roles` are there besides, by others.

        Who is not of the audience adds nothing.
        """
        there = [self.people[pk] for pk in members if pk in self.people]
        at = {site for site, _roles in there} | set(sites)
        having = {role for _site, held in there for role in held} | set(roles)
        return Coverage(
            sites=len(at & self.sites.keys()),
            all_sites=len(self.sites),
            roles=len(having & self.roles.keys()),
            all_roles=len(self.roles),
            missing=(
                *(name for pk, name in self.sites.items() if pk not in at),
                *(role.label_plural for pk, role in self.roles.items() if pk not in having),
            ),
        )


def reach_of(community: Community, audience_id: int) -> Reach:
    """Return whom an audience can bring together: at most five queries, for any number of people."""
    rule = rule_of(audience_id)
    invited = Membership.objects.in_audience(audience_id)
    people = {
        one.pk: (one.site_id, frozenset(one.role_ids))
        for one in invited.with_role_ids().only("pk", "site_id")
    }
    counting = (
        set(people)
        if rule.named_only
        else set(members_by_rule(community, rule).values_list("pk", flat=True))
    )
    stood_for = [people[pk] for pk in counting if pk in people]
    at = {site for site, _held in stood_for if site is not None}
    having = {role for _site, held in stood_for for role in held}
    # Of a role-alike table, the role that it is for is what counts: some are parents besides.
    wanted = having if rule.roles is None else having & rule.roles
    names = Site.objects.filter(pk__in=at).order_by("name", "pk")
    known = roles_by_id(community).values()
    return Reach(
        sites=dict(names.values_list("pk", "name")),
        roles={
            role.pk: role
            for role in sorted(known, key=lambda role: (role.position, role.pk))
            if role.pk in wanted
        },
        people=people,
    )


def _of_sites(covered: int, count: int) -> str:
    values = {"covered": covered, "count": count}
    if covered < count:
        return (
            ngettext("%(covered)s of %(count)s site", "%(covered)s of %(count)s sites", count)
            % values
        )
    if count == 2:
        return _("both sites")
    return ngettext("its %(count)s site", "all %(count)s sites", count) % values


def _of_roles(covered: int, count: int) -> str:
    values = {"covered": covered, "count": count}
    if covered < count:
        return (
            ngettext("%(covered)s of %(count)s role", "%(covered)s of %(count)s roles", count)
            % values
        )
    if count == 2:
        return _("both roles")
    return ngettext("its %(count)s role", "all %(count)s roles", count) % values
