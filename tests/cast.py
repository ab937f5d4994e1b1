"""One cast of people for the whole suite: two communities, and everybody a rule knows of."""

from dataclasses import dataclass, field

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
    first = name.split()[0].lower()
    defaults: dict[str, object] = {"display_name": name, "last_login": timezone.now()}
    user = User.objects.create_user(f"{first}@example.org", None, **(defaults | fields))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
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
    values: dict[str, object] = {"joined_at": timezone.now(), "pace": Pace.DAILY} | fields
    member: Membership = Membership.objects.create(
        community=community, user=user, site=site, **values
    )
    for role in roles or []:
        MembershipRole.objects.create(community=community, membership=member, role=role)
    return member


def make_forum(
    community: Community, name: str, *, kind: Kind, roles: list[Role] | None = None
) -> Forum:
    """Return a forum for these roles (none given: everyone); call inside the scope."""
    audience = Audience.objects.create(community=community, any_role=not roles)
    for role in roles or []:
        AudienceRole.objects.create(community=community, audience=audience, role=role)
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
    cast = Cast(
        community=Community.objects.create(name="Four Rivers Network", slug="four-rivers"),
        other=Community.objects.create(name="Lakes Network", slug="lakes"),
    )
    _four_rivers(cast)
    _lakes(cast)
    make_user("Staff Person", is_staff=True)
    return cast


def _four_rivers(cast: Cast) -> None:
    home = cast.community
    with scope(home):
        for name in ("Northbank", "Eastgate"):
            cast.sites[name] = Site.objects.create(community=home, name=name, slug=name.lower())
        for position, (singular, es) in enumerate(
            [
                ("superintendent", "superintendente"),
                ("principal", "director"),
                ("resident leader", "líder vecinal"),
            ]
        ):
            cast.roles[singular] = Role.objects.create(
                community=home,
                key=singular.replace(" ", "-"),
                singular=singular,
                plural=singular + "s",
                singular_es=es,
                plural_es=es + "s",
                position=position,
            )
        north, east = cast.sites["Northbank"], cast.sites["Eastgate"]
        supt, principal, resident = cast.roles.values()
        m = cast.members
        m["sam"] = make_member(home, make_user("Sam Ortiz"), roles=[supt], site=north)
        m["tess"] = make_member(home, make_user("Tess Bell"), roles=[supt], site=east)
        m["pat"] = make_member(home, make_user("Pat Lund"), roles=[principal], site=north)
        m["rosa"] = make_member(
            home, make_user("Rosa Peña", language="es"), roles=[resident], site=east
        )
        m["fay"] = make_member(home, make_user("Fay Moua"), standing=Standing.FACILITATOR)
        m["ada"] = make_member(home, make_user("Ada King"), standing=Standing.ADMIN)
        m["gus"] = make_member(home, make_user("Gus Hill"), roles=[supt], standing=Standing.GUEST)
        m["lee"] = make_member(
            home,
            make_user("Lee Cho"),
            roles=[supt],
            site=north,
            status=Status.LEFT,
            left_at=timezone.now(),
        )
        cast.forums["superintendents"] = make_forum(
            home, "Superintendents", kind=Kind.ROLE_ALIKE, roles=[supt]
        )
        cast.forums["families"] = make_forum(
            home, "Family engagement", kind=Kind.MIXED_ROLE, roles=[supt, principal, resident]
        )
        for forum in cast.forums.values():
            assign_perm("facilitate_forum", m["fay"].user, forum)
        Charter.objects.create(
            community=home,
            number=1,
            domain="Children who come to school rested, fed and ready.",
            problem_of_practice="We learn the same things twice, each site alone.",
            purpose="To learn from each other what works for families.",
        )


def _lakes(cast: Cast) -> None:
    other = cast.other
    with scope(other):
        funder = Role.objects.create(
            community=other, key="funder", singular="funder", plural="funders"
        )
        cast.members["olga"] = make_member(other, make_user("Olga Berg"), roles=[funder])
        cast.members["sam_at_lakes"] = make_member(other, cast.members["sam"].user, roles=[funder])
        cast.forums["lakes"] = make_forum(other, "Lakes for all", kind=Kind.EVERYONE)
