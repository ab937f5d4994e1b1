"""What may be said of an audience: who sees it, and why somebody does."""

from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.audience_rules import AudienceRule, rule_of
from communities.audience_sources import audience_sources
from communities.models import Community, Membership, Role
from communities.models.membership import Circle


@dataclass(frozen=True, slots=True)
class AudienceSummary:
    """The rule, and people counted by how they come to see something."""

    rule: AudienceRule
    people: int
    sites: int
    facilitators: int
    guests: int
    keepers: frozenset[int] = frozenset()
    """Ids of the memberships with the right to keep it going, whether the rule fits them or not."""


def audience_summary(community: Community, audience_id: int) -> AudienceSummary:
    """Return the counts, kept in this process until anybody's membership or any audience changes."""
    return _count(audience_id, community.people_version)


@lru_cache(maxsize=4096)
def _count(audience_id: int, _version: int) -> AudienceSummary:
    with connection.cursor() as cursor:
        # Who is there by the rule is not counted again as a facilitator or a guest.
        cursor.execute(
            "SELECT count(*) FILTER (WHERE fits),"  # noqa: S608
            " count(DISTINCT m.site_id) FILTER (WHERE fits),"
            " count(*) FILTER (WHERE keeps AND NOT fits),"
            " count(*) FILTER (WHERE NOT keeps AND NOT fits),"
            " array_agg(m.id) FILTER (WHERE keeps) FROM ("
            "  SELECT membership_id, bool_or(reason = 'rule') AS fits,"
            "         bool_or(reason = 'facilitator') AS keeps"
            f" FROM ({audience_sources()}) AS seen WHERE audience_id = %s GROUP BY membership_id"
            ") AS person JOIN communities_membership m ON m.id = person.membership_id",
            [audience_id],
        )
        people, sites, facilitators, guests, keepers = cursor.fetchall()[0]
    return AudienceSummary(
        rule=rule_of(audience_id),
        people=people,
        sites=sites,
        facilitators=facilitators,
        guests=guests,
        keepers=frozenset(keepers or ()),
    )


def seen_by(community: Community, audience_id: int, roles: dict[int, Role]) -> str:
    """Return "Seen by 14 superintendents at 9 sites and 1 facilitator." in the reader's language.

    `roles` are the community's roles by id.
    """
    return seen_by_sentence(audience_summary(community, audience_id), roles)


def seen_by_sentence(found: AudienceSummary, roles: dict[int, Role]) -> str:
    """Return what seen_by() says of counts that are at hand."""
    guests = found.guests
    if found.rule.named_only:
        sentence = ngettext(
            "Seen by %(count)s person who was named.",
            "Seen by %(count)s people who were named one by one.",
            guests,
        ) % {"count": guests}
        guests = 0
    else:
        sentence = _seen_by_the_rule(found, roles)
    if found.facilitators:
        sentence += " " + ngettext(
            "%(count)s facilitator sees it too.",
            "%(count)s facilitators see it too.",
            found.facilitators,
        ) % {"count": found.facilitators}
    if guests:
        sentence += " " + ngettext(
            "%(count)s invited guest sees it too.",
            "%(count)s invited guests see it too.",
            guests,
        ) % {"count": guests}
    return sentence


def _seen_by_the_rule(found: AudienceSummary, roles: dict[int, Role]) -> str:
    """Return a whole sentence: languages do not glue their fragments alike."""
    people, sites, named = found.people, found.sites, sorted(found.rule.roles or ())
    values = {"people": people, "roles": len(named), "sites": sites, "role": ""}
    if len(named) == 1 and named[0] in roles:
        role = roles[named[0]]
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
    elif named and sites == 1:
        sentence = ngettext(
            "Seen by %(people)s person in %(roles)s roles at one site.",
            "Seen by %(people)s people in %(roles)s roles at one site.",
            people,
        )
    elif named:
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
    rule = found.rule
    if not rule.fits(member):
        if member.pk in found.keepers:
            return _("You see this because you keep this forum going.")
        return _("You see this because you were invited to it as a guest.")
    if rule.roles is not None:
        role = next(role for role in member.roles if role.pk in rule.roles)
        return _("You see this because of your role: %(role)s.") % {"role": role.label}
    if rule.sites is not None and member.site is not None:
        return _("You see this because you are at %(site)s.") % {"site": member.site.name}
    if rule.circles is not None:
        return _("You see this because of your circle: %(circle)s.") % {
            "circle": Circle(member.circle).label
        }
    return _("You see this because it is open to everyone in %(community)s.") % {
        "community": member.community.name
    }
