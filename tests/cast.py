"""One cast of people for the whole suite: two communities, and everybody a rule knows of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.utils import timezone
from guardian.shortcuts import assign_perm

from accounts.models import User
from communities.models import (
    Audience,
    AudienceRole,
    Charter,
    Community,
    Membership,
    MembershipRole,
    Role,
    Site,
)
from communities.models.membership import Pace, Standing, Status
from communities.scope import scope
from forums.models import Forum
from forums.models.forum import Kind


@dataclass
class Cast:
    """Four Rivers, with Lakes beside it.

    sam and tess are superintendents (Northbank, Eastgate), pat a principal (Northbank), rosa a
    resident leader who reads Spanish (Eastgate), fay the facilitator, ada the admin, gus a guest
    who is named nowhere, lee left. olga belongs to Lakes only; sam belongs to both, as a funder
    there. staff is the platform's admin and belongs to nothing.
    """

    community: Community
    other: Community
    sites: dict[str, Site] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    forums: dict[str, Forum] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Membership:
        members: dict[str, Membership] = self.__dict__.get("members", {})
        if name in members:
            return members[name]
        raise AttributeError(name)

    @property
    def superintendents(self) -> Forum:
        """The role-alike forum."""
        return self.forums["superintendents"]

    @property
    def families(self) -> Forum:
        """The mixed-role forum: superintendents, principals, resident leaders."""
        return self.forums["families"]

    @property
    def lakes_forum(self) -> Forum:
        """A forum of the other community, for everyone there."""
        return self.forums["lakes"]


def make_user(name: str, **fields: object) -> User:
    """Return an account with a verified address at example.org that has signed in before."""
    return make_users({name: fields})[0]


def make_users(people: Mapping[str, Mapping[str, object]]) -> list[User]:
    """Return an account for each name, as make_user does, in two statements."""
    users = [_user(name, **fields) for name, fields in people.items()]
    User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    return users


def _user(name: str, **fields: object) -> User:
    first = name.split()[0].lower()
    values = {"email": f"{first}@example.org", "display_name": name, "last_login": timezone.now()}
    user = User(**(values | fields))
    user.set_unusable_password()
    return user


def make_member(
    community: Community,
    user: User,
    *,
    roles: list[Role] | None = None,
    site: Site | None = None,
    **fields: object,
) -> Membership:
    """Return an active member; call inside the community's scope."""
    return make_members(community, [Part(user, roles or [], site, fields)])[0]


class Part(NamedTuple):
    """Who somebody is in a community."""

    user: User
    roles: Sequence[Role] = ()
    site: Site | None = None
    fields: Mapping[str, object] = {}


def make_members(community: Community, parts: Sequence[Part]) -> list[Membership]:
    """Return active members, as make_member does, in two statements."""
    defaults: dict[str, object] = {"joined_at": timezone.now(), "pace": Pace.DAILY}
    members = Membership.objects.bulk_create(
        Membership(
            community=community, user=part.user, site=part.site, **(defaults | dict(part.fields))
        )
        for part in parts
    )
    MembershipRole.objects.bulk_create(
        MembershipRole(community=community, membership=member, role=role)
        for member, part in zip(members, parts, strict=True)
        for role in part.roles
    )
    return members


def make_forum(
    community: Community, name: str, *, kind: Kind, roles: list[Role] | None = None
) -> Forum:
    """Return a forum for these roles (none given: everyone); call inside the scope."""
    audience = Audience.objects.create(community=community, any_role=not roles)
    AudienceRole.objects.bulk_create(
        AudienceRole(community=community, audience=audience, role=role) for role in roles or []
    )
    slug = name.lower().replace(" ", "-")
    return Forum.objects.create(
        community=community,
        audience=audience,
        key=slug,
        slug=slug,
        kind=kind,
        name=name,
        description=f"A place for {name.lower()}.",
    )


def make_cast() -> Cast:
    """Make everybody; a row of statements, since some two thousand tests begin with it."""
    home, other = Community.objects.bulk_create(
        [
            Community(name="Four Rivers Network", slug="four-rivers"),
            Community(name="Lakes Network", slug="lakes"),
        ]
    )
    cast = Cast(home, other)
    people = _PEOPLE | {"Staff Person": {"is_staff": True}}
    users = {user.email.partition("@")[0]: user for user in make_users(people)}
    _four_rivers(cast, users)
    _lakes(cast, users)
    return cast


_PEOPLE: dict[str, dict[str, object]] = {
    "Sam Ortiz": {},
    "Tess Bell": {},
    "Pat Lund": {},
    "Rosa Peña": {"language": "es"},
    "Fay Moua": {},
    "Ada King": {},
    "Gus Hill": {},
    "Lee Cho": {},
    "Olga Berg": {},
}


def _four_rivers(cast: Cast, users: Mapping[str, User]) -> None:
    home = cast.community
    with scope(home):
        north, east = Site.objects.bulk_create(
            Site(community=home, name=name, slug=name.lower()) for name in ("Northbank", "Eastgate")
        )
        cast.sites = {north.name: north, east.name: east}
        roles = Role.objects.bulk_create(
            Role(
                community=home,
                key=singular.replace(" ", "-"),
                singular=singular,
                plural=singular + "s",
                singular_es=es,
                plural_es=es + "s",
                position=position,
            )
            for position, (singular, es) in enumerate(
                [
                    ("superintendent", "superintendente"),
                    ("principal", "director"),
                    ("resident leader", "líder vecinal"),
                ]
            )
        )
        cast.roles = {role.singular: role for role in roles}
        supt, principal, resident = roles
        left = {"status": Status.LEFT, "left_at": timezone.now()}
        parts: dict[str, tuple[Sequence[Role], Site | None, Mapping[str, object]]] = {
            "sam": ([supt], north, {}),
            "tess": ([supt], east, {}),
            "pat": ([principal], north, {}),
            "rosa": ([resident], east, {}),
            "fay": ([], None, {"standing": Standing.FACILITATOR}),
            "ada": ([], None, {"standing": Standing.ADMIN}),
            "gus": ([supt], None, {"standing": Standing.GUEST}),
            "lee": ([supt], north, left),
        }
        members = make_members(home, [Part(users[name], *part) for name, part in parts.items()])
        cast.members = dict(zip(parts, members, strict=True))
        cast.forums["superintendents"] = make_forum(
            home, "Superintendents", kind=Kind.ROLE_ALIKE, roles=[supt]
        )
        cast.forums["families"] = make_forum(
            home, "Family engagement", kind=Kind.MIXED_ROLE, roles=roles
        )
        for forum in cast.forums.values():
            assign_perm("facilitate_forum", users["fay"], forum)
        Charter.objects.create(
            community=home,
            number=1,
            domain="Children who come to school rested, fed and ready.",
            problem_of_practice="We learn the same things twice, each site alone.",
            purpose="To learn from each other what works for families.",
        )


def _lakes(cast: Cast, users: Mapping[str, User]) -> None:
    other = cast.other
    with scope(other):
        funder = Role.objects.create(
            community=other, key="funder", singular="funder", plural="funders"
        )
        olga, sam = make_members(
            other, [Part(users["olga"], [funder]), Part(users["sam"], [funder])]
        )
        cast.members |= {"olga": olga, "sam_at_lakes": sam}
        cast.forums["lakes"] = make_forum(other, "Lakes for all", kind=Kind.EVERYONE)
