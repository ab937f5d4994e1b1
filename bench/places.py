"""The forums of the data set, role-alike and mixed ones, with audiences that keep people out."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Permission

from bench.people import People
from communities.models import Audience, AudienceCircle, AudienceRole, AudienceSite, Community
from communities.models.membership import Circle
from forums.models import Forum, ForumUserObjectPermission
from forums.models.forum import Kind

# The first is the one whose pages are measured; with 20 forums each kind comes twice or more.
KINDS = (
    Kind.MIXED_ROLE,
    Kind.ROLE_ALIKE,
    Kind.MIXED_ROLE,
    Kind.EVERYONE,
    Kind.MIXED_ROLE,
    Kind.ROLE_ALIKE,
    Kind.MIXED_ROLE,
    Kind.SITE,
    Kind.MIXED_ROLE,
    Kind.WORKING,
)


@dataclass
class Place:
    """A forum, and the positions (in `People.members`) of those whom its rule lets in."""

    forum: Forum
    insiders: list[int]


@dataclass
class _Rule:
    roles: Sequence[int] = ()
    site: int | None = None
    circles: Sequence[Circle] = ()


def make_places(
    choice: random.Random, community: Community, people: People, count: int
) -> list[Place]:
    """Return forums with their audiences, and a grant on each for every facilitator."""
    kinds = [KINDS[number % len(KINDS)] for number in range(count)]
    rules = [_rule(choice, kind, kinds[:number].count(kind)) for number, kind in enumerate(kinds)]
    audiences = Audience.objects.bulk_create(
        [
            Audience(
                community=community,
                any_role=not rule.roles,
                any_site=rule.site is None,
                any_circle=not rule.circles,
            )
            for rule in rules
        ]
    )
    _link(community, people, list(zip(audiences, rules, strict=True)))
    forums = Forum.objects.bulk_create(
        [
            Forum(
                community=community,
                audience=audience,
                key=f"forum-{number}",
                slug=f"forum-{number}",
                kind=kind,
                name=f"{kind.label} {number}",
                name_es=f"Foro {number}",
                description="A place to ask, to answer, and to tell what happened.",
                description_es="Un lugar para preguntar, responder y contar lo que pasó.",
                position=number,
            )
            for number, (kind, audience) in enumerate(zip(kinds, audiences, strict=True))
        ]
    )
    _grant(community, people, forums)
    return [
        Place(forum, _insiders(people, rule)) for forum, rule in zip(forums, rules, strict=True)
    ]


def _rule(choice: random.Random, kind: Kind, nth: int) -> _Rule:
    match kind:
        case Kind.ROLE_ALIKE:
            return _Rule(roles=[(0, 2, 1, 3)[nth % 4]])
        case Kind.MIXED_ROLE:
            return _Rule(roles=[0, *choice.sample(range(2, 8), choice.randint(2, 4))])
        case Kind.SITE:
            return _Rule(site=nth)
        case Kind.WORKING:
            return _Rule(circles=[Circle.CORE, Circle.INNER][: nth + 1])
        case _:
            return _Rule()


def _link(community: Community, people: People, rows: list[tuple[Audience, _Rule]]) -> None:
    AudienceRole.objects.bulk_create(
        [
            AudienceRole(community=community, audience=audience, role=people.roles[role])
            for audience, rule in rows
            for role in rule.roles
        ]
    )
    AudienceSite.objects.bulk_create(
        [
            AudienceSite(community=community, audience=audience, site=people.sites[rule.site])
            for audience, rule in rows
            if rule.site is not None
        ]
    )
    AudienceCircle.objects.bulk_create(
        [
            AudienceCircle(community=community, audience=audience, circle=circle)
            for audience, rule in rows
            for circle in rule.circles
        ]
    )


def _grant(community: Community, people: People, forums: list[Forum]) -> None:
    facilitate = Permission.objects.get(
        codename="facilitate_forum", content_type__app_label="forums"
    )
    # bulk_create passes by save(), which fills in the community: given here.
    ForumUserObjectPermission.objects.bulk_create(
        [
            ForumUserObjectPermission(
                community=community, content_object=forum, user=member.user, permission=facilitate
            )
            for forum in forums
            for member in people.facilitators
        ]
    )


def _insiders(people: People, rule: _Rule) -> list[int]:
    """Return whom the rule lets in, by the same rule as communities.sql, reckoned in Python."""
    roles = {people.roles[number].pk for number in rule.roles}
    site = None if rule.site is None else people.sites[rule.site].pk
    return [
        position
        for position, member in enumerate(people.members)
        if (not roles or roles & people.roles_of[member.pk])
        and (site is None or member.site_id == site)
        and (not rule.circles or member.circle in rule.circles)
    ]
