"""A resource as it travels: names instead of numbers, so that another community understands it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from communities.facets import CAPACITY, RESULT, facets_of
from communities.models import Audience, Community, Membership, Role, Site
from communities.models.membership import Standing
from forums.audience_choices import EVERYONE, audience_chosen, value_of
from forums.models import Forum
from knowledge.content import Content
from knowledge.credits import names_of
from knowledge.kinds import State
from knowledge.models import Resource
from search.words import fold

FORMAT = 1
# What a text is called in its folder, and what programs read.
TEXT, INDEX = "resource.md", "library.json"
# Beside a text: what it said before.
VERSIONS = "versions.json"
FORUM, OTHER = "forum: ", "other"


@dataclass(frozen=True)
class Names:
    """What a community calls its things, looked up once for a whole library."""

    community: Community
    member: Membership

    @cached_property
    def facets(self) -> dict[str, str]:
        """Return titles by value; they are the same in every community of a template."""
        return {value: facet.title for value, facet in facets_of(self.community).items()}

    @cached_property
    def facet_values(self) -> dict[str, str]:
        """Return values by folded title, in both languages."""
        titles = [(v, f.title) for v, f in facets_of(self.community).items()]
        titles += [(v, f.title_es) for v, f in facets_of(self.community).items() if f.title_es]
        return {fold(title): value for value, title in reversed(titles)}

    @cached_property
    def roles(self) -> dict[int, str]:
        return dict(Role.objects.filter(community=self.community).values_list("pk", "key"))

    @cached_property
    def sites(self) -> dict[int, str]:
        return dict(Site.objects.filter(community=self.community).values_list("pk", "name"))

    @cached_property
    def people(self) -> dict[int, str]:
        members = Membership.objects.filter(community=self.community).select_related("user")
        return {member.pk: member.name for member in members}

    @cached_property
    def members(self) -> dict[str, list[int]]:
        """Return the ids of active members by folded name."""
        active = Membership.objects.active().filter(community=self.community)
        found: dict[str, list[int]] = {}
        for member in active.select_related("user"):
            found.setdefault(fold(member.name), []).append(member.pk)
        return found

    @cached_property
    def mail_keys(self) -> dict[str, Membership]:
        """Return the active members but guests by mail_key()."""
        active = Membership.objects.active().filter(community=self.community)
        people = active.exclude(standing=Standing.GUEST).select_related("user")
        return {mail_key(one.user.email): one for one in people}

    @cached_property
    def audiences(self) -> dict[int, str]:
        """Return the names of forums that the member sees, by audience."""
        forums = Forum.objects.visible_to(self.member).order_by("-position", "-pk")
        return {forum.audience_id: forum.name for forum in forums}

    @cached_property
    def forums(self) -> dict[str, int]:
        """Return the audiences of forums that the member sees, by their names."""
        forums = Forum.objects.visible_to(self.member).order_by("-position", "-pk")
        return {forum.name: forum.audience_id for forum in forums}

    @cached_property
    def everyone(self) -> Audience:
        return audience_chosen(self.community, EVERYONE)

    def look_up(self) -> None:
        """Ask for all that an import needs now, in the open scope: later there may be none."""
        _keys = self.mail_keys
        _all = (self.everyone, self.facet_values, self.roles, self.sites, self.members)
        # The audience of all may just have been made: what the member sees is asked anew.
        vars(self.member).pop("audience_ids", None)
        _last = self.forums

    @cached_property
    def audience_names(self) -> dict[int, str]:
        """Return EVERYONE or the name of a forum, by audience; filled as they are met."""
        return {}

    def audience(self, audience: Audience) -> str:
        """Return EVERYONE, "forum: …" with its name, or OTHER where the member knows no name for it."""
        known = self.audience_names
        if audience.pk not in known:
            name = self.audiences.get(audience.pk)
            other = EVERYONE if value_of(audience) == EVERYONE else OTHER
            known[audience.pk] = f"{FORUM}{name}" if name else other
        return known[audience.pk]


def mail_key(email: str) -> str:
    """Return by what a person is known again who has this address, without the address."""
    return sha256(email.strip().lower().encode()).hexdigest()[:32]


def portable(resource: Resource, content: Content, names: Names) -> dict[str, Any]:
    """Return all that travels of a resource but its body and its files; what is empty is left out."""
    facets = {
        group: [
            names.facets[v] for v in content.facets if v in names.facets and v.startswith(group)
        ]
        for group in (CAPACITY, RESULT)
    }
    told: dict[str, Any] = {
        "porchlight": FORMAT,
        "title": content.title,
        "kind": str(content.kind),
        "state": str(resource.state),
        "audience": names.audience(resource.audience),
        "what": content.what,
        "for_whom": content.for_whom,
        "outcome": content.outcome,
        "authors": names_of(content.authors, names.people),
        "contributors": names_of(content.contributors, names.people),
        "owner": names.people.get(resource.owner_id, ""),
        "site": names.sites.get(content.site or 0, ""),
        "capacities": facets[CAPACITY],
        "results": facets[RESULT],
        "roles": [names.roles[pk] for pk in content.roles if pk in names.roles],
        "strands": list(content.strands),
        "ages": list(content.spans),
        "evidence": str(content.evidence),
        "licence": str(content.licence),
        "language": content.said_language,
        "review_by": content.review_by,
        "created": _moment(resource.created_at),
        "published": _moment(resource.published_at),
        "note": resource.note if resource.state == State.ARCHIVED else "",
        "details": dict(content.details),
    }
    return {key: value for key, value in told.items() if value}


def as_text(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return it with dates as JSON has them."""
    return {
        key: value.isoformat() if isinstance(value, date) else value for key, value in told.items()
    }


def _moment(moment: Any) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
