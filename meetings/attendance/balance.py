"""Which sites and roles are there, for who looks after the balance of a table."""

from collections import Counter
from dataclasses import dataclass

from communities.models import Membership, Site
from communities.roles import roles_by_id
from meetings.coverage import reach_of
from meetings.models import Attendance, Meeting


@dataclass(frozen=True, slots=True)
class Line:
    """A site or a role, and how many of it are there."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Balance:
    members: int
    guests: int
    # "5 of 9 sites, all 6 roles; missing: Northbank"; nobody is named as missing while
    # nobody is there; empty where there is one of each only.
    sentence: str
    sites: list[Line]
    roles: list[Line]

    @property
    def people(self) -> int:
        return self.members + self.guests


def balance_of(meeting: Meeting) -> Balance:
    """Return who is there by site and by role: a handful of queries for any number of people.

    `meeting` has its series and its community.
    """
    noted = list(
        Attendance.objects.filter(meeting=meeting).values_list("member_id", "site_id", "role_id")
    )
    ids = [member for member, _site, _role in noted if member]
    guests = [(site, role) for member, site, role in noted if not member]
    guest_sites = {site for site, _role in guests if site}
    guest_roles = {role for _site, role in guests if role}
    reach = reach_of(meeting.community, meeting.series.audience_id)
    there = Membership.objects.filter(pk__in=ids).with_role_ids().only("pk", "site_id")
    people = [(one.site_id, one.role_ids) for one in there]
    sites = Counter(site for site, _roles in people if site)
    sites.update(site for site, _role in guests if site)
    roles = Counter(role for _site, held in people for role in held)
    roles.update(role for _site, role in guests if role)
    others = Site.objects.filter(pk__in=sites.keys() - reach.sites.keys()).order_by("name")
    named = {**reach.sites, **dict(others.values_list("pk", "name"))}
    known = roles_by_id(meeting.community)
    all_roles = {**reach.roles, **{pk: known[pk] for pk in roles if pk in known}}
    covered = reach.coverage(ids, sites=guest_sites, roles=guest_roles)
    return Balance(
        members=len(ids),
        guests=len(guests),
        # While nobody is there, all are missing.
        sentence=covered.sentence if noted else covered.counted,
        sites=[Line(name, sites[pk]) for pk, name in named.items()],
        roles=[Line(role.label_plural, roles[pk]) for pk, role in all_roles.items()],
    )
