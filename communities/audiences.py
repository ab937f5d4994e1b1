"""What may be said of an audience: who sees it, and why somebody does."""

from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.audience_sources import audience_sources
from communities.models import Audience, Community, Membership, Role


@dataclass(frozen=True, slots=True)
class AudienceSummary:
    """People counted by how they come to see something. Roles are ids of communities.Role."""

    any_role: bool
    any_site: bool
    any_circle: bool
    roles: tuple[int, ...]
    people: int
    sites: int
    facilitators: int
    guests: int


def audience_summary(community: Community, audience_id: int) -> AudienceSummary:
    """Return the counts, kept in this process until anybody's membership or any audience changes."""
    return _count(audience_id, community.people_version)


@lru_cache(maxsize=4096)
def _count(audience_id: int, _version: int) -> AudienceSummary:
    audience = Audience.objects.get(pk=audience_id)
    roles = tuple(audience.role_links.values_list("role_id", flat=True).order_by("role_id"))
    with connection.cursor() as cursor:
        # Who is there by the rule is not counted again as a facilitator or a guest.
        cursor.execute(
            "SELECT reason, count(*), count(DISTINCT m.site_id) FROM ("  # noqa: S608
            "  SELECT membership_id,"
            "         CASE WHEN bool_or(reason = 'rule') THEN 'rule' ELSE min(reason) END AS reason"
            f" FROM ({audience_sources()}) AS seen WHERE audience_id = %s GROUP BY membership_id"
            ") AS person JOIN communities_membership m ON m.id = person.membership_id"
            " GROUP BY reason",
            [audience_id],
        )
        counts = {reason: (people, sites) for reason, people, sites in cursor.fetchall()}
    people, sites = counts.get("rule", (0, 0))
    return AudienceSummary(
        any_role=audience.any_role,
        any_site=audience.any_site,
        any_circle=audience.any_circle,
        roles=roles,
        people=people,
        sites=sites,
        facilitators=counts.get("facilitator", (0, 0))[0],
        guests=counts.get("guest", (0, 0))[0],
    )


def seen_by(community: Community, audience_id: int, roles: dict[int, Role]) -> str:
    """Return "Seen by 14 superintendents at 9 sites and 1 facilitator." in the reader's language.

    `roles` are the community's roles by id.
    """
    found = audience_summary(community, audience_id)
    sentence = _seen_by_the_rule(found, roles)
    if found.facilitators:
        sentence += " " + ngettext(
            "%(count)s facilitator sees it too.",
            "%(count)s facilitators see it too.",
            found.facilitators,
        ) % {"count": found.facilitators}
    if found.guests:
        sentence += " " + ngettext(
            "%(count)s invited guest sees it too.",
            "%(count)s invited guests see it too.",
            found.guests,
        ) % {"count": found.guests}
    return sentence


def _seen_by_the_rule(found: AudienceSummary, roles: dict[int, Role]) -> str:
    """Return a whole sentence: languages do not glue their fragments alike."""
    people, sites = found.people, found.sites
    values = {"people": people, "roles": len(found.roles), "sites": sites, "role": ""}
    if len(found.roles) == 1 and found.roles[0] in roles:
        role = roles[found.roles[0]]
        values["role"] = role.label if people == 1 else role.label_plural
        sentence = _("Seen by %(people)s %(role)s.")
        if sites:
            sentence = ngettext(
                "Seen by %(people)s %(role)s at %(sites)s site.",
                "Seen by %(people)s %(role)s at %(sites)s sites.",
                sites,
            )
    elif not sites:
        sentence = ngettext("Seen by %(people)s person.", "Seen by %(people)s people.", people)
    elif found.roles and sites == 1:
        sentence = ngettext(
            "Seen by %(people)s person in %(roles)s roles at one site.",
            "Seen by %(people)s people in %(roles)s roles at one site.",
            people,
        )
    elif found.roles:
        sentence = ngettext(
            "Seen by %(people)s person in %(roles)s roles at %(sites)s sites.",
            "Seen by %(people)s people in %(roles)s roles at %(sites)s sites.",
            people,
        )
    elif sites == 1:
        sentence = ngettext(
            "Seen by %(people)s person at one site.",
            "Seen by %(people)s people at one site.",
            people,
        )
    else:
        sentence = ngettext(
            "Seen by %(people)s person at %(sites)s sites.",
            "Seen by %(people)s people at %(sites)s sites.",
            people,
        )
    return sentence % values


def why_seen(member: Membership, audience_id: int) -> str:
    """Return "You see this because you are a superintendent." in the reader's language."""
    found = audience_summary(member.community, audience_id)
    if member.standing != "guest":
        if found.any_role and found.any_site and found.any_circle:
            return _("You see this because it is open to everyone in %(community)s.") % {
                "community": member.community.name
            }
        if found.any_role and member.site is not None and not found.any_site:
            return _("You see this because you are at %(site)s.") % {"site": member.site.name}
        for role in member.roles:
            if role.pk in found.roles:
                return _("You see this because of your role: %(role)s.") % {"role": role.label}
        if member.is_facilitator:
            return _("You see this because you keep this forum going.")
    return _("You see this because you were invited to it as a guest.")
