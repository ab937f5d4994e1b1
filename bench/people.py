"""The people of the data set: accounts, sites, roles, memberships."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import User
from communities.models import Community, Membership, MembershipRole, Role, Site
from communities.models.membership import Circle, Pace, Standing

BATCH = 2000
MAIL_DOMAIN = "bench.example"

FIRST = [
    "Ana",
    "Ben",
    "Carla",
    "Dev",
    "Elena",
    "Farid",
    "Grace",
    "Hugo",
    "Iris",
    "Jamal",
    "Kim",
    "Luz",
    "Marco",
    "Nadia",
    "Omar",
    "Paula",
    "Quinn",
    "Rosa",
    "Sam",
    "Tess",
]
LAST = [
    "Abbott",
    "Bell",
    "Cruz",
    "Diaz",
    "Evans",
    "Flores",
    "Grant",
    "Hill",
    "Ito",
    "Jones",
    "King",
    "Lund",
    "Moua",
    "Nunez",
    "Ortiz",
    "Price",
    "Reyes",
    "Silva",
    "Tran",
    "Wolf",
]
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
ROLES = (
    ("superintendent", "superintendents", "superintendente", "superintendentes"),
    ("data lead", "data leads", "responsable de datos", "responsables de datos"),
    ("principal", "principals", "director", "directores"),
    ("resident leader", "resident leaders", "líder vecinal", "líderes vecinales"),
    ("parent", "parents", "madre o padre", "madres y padres"),
    ("teacher", "teachers", "docente", "docentes"),
    ("nonprofit director", "nonprofit directors", "director de una organización", "directores"),
    ("funder", "funders", "financiador", "financiadores"),
)


@dataclass
class People:
    """Everybody of one community, as the maker needs them: who stands on which axis."""

    sites: list[Site]
    roles: list[Role]
    members: list[Membership]
    roles_of: dict[int, set[int]] = field(default_factory=dict)

    @property
    def facilitators(self) -> list[Membership]:
        return [m for m in self.members if m.standing == Standing.FACILITATOR]


def make_users(choice: random.Random, count: int, *, until: datetime) -> list[User]:
    """Return accounts with verified addresses that have signed in before."""
    password = make_password(None)
    users = User.objects.bulk_create(
        [
            User(
                email=f"member-{number}@{MAIL_DOMAIN}",
                password=password,
                display_name=f"{choice.choice(FIRST)} {choice.choice(LAST)}",
                language="es" if number and choice.random() < 0.15 else "en",
                time_zone=choice.choice(ZONES) if number else ZONES[0],
                ask_me_about="attendance, bus routes" if choice.random() < 0.3 else "",
                last_login=until - timedelta(days=choice.randint(1, 60)),
                date_joined=until - timedelta(days=400),
            )
            for number in range(count)
        ],
        batch_size=BATCH,
    )
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=u, email=u.email, verified=True, primary=True) for u in users],
        batch_size=BATCH,
    )
    return users


def make_people(
    choice: random.Random, community: Community, users: list[User], *, until: datetime
) -> People:
    """Return the members of a community; the first is the one whose pages are measured."""
    sites = Site.objects.bulk_create(
        [
            Site(community=community, name=f"Site {number}", slug=f"site-{number}")
            for number in range(max(2, len(users) // 25))
        ]
    )
    roles = Role.objects.bulk_create(
        [
            Role(
                community=community,
                key=one.replace(" ", "-"),
                singular=one,
                plural=many,
                singular_es=one_es,
                plural_es=many_es,
                position=position,
            )
            for position, (one, many, one_es, many_es) in enumerate(ROLES)
        ]
    )
    members = Membership.objects.bulk_create(
        [
            _member(choice, community, number, user, sites, until)
            for number, user in enumerate(users)
        ],
        batch_size=BATCH,
    )
    people = People(sites, roles, members)
    _give_roles(choice, community, people)
    return people


def _member(
    choice: random.Random,
    community: Community,
    number: int,
    user: User,
    sites: list[Site],
    until: datetime,
) -> Membership:
    circles = [Circle.CORE, *[Circle.INNER] * 3, *[Circle.OUTER] * 16]
    facilitates = 1 <= number <= 4
    return Membership(
        community=community,
        user=user,
        site=choice.choice(sites) if number else sites[0],
        circle=choice.choice(circles) if number else Circle.CORE,
        standing=Standing.FACILITATOR
        if facilitates
        else Standing.ADMIN
        if number == 5
        else Standing.MEMBER,
        pace=Pace.DAILY,
        has_unread=choice.random() < 0.7 or number == 0,
        joined_at=until - timedelta(hours=choice.randint(1, 9000)),
    )


def _give_roles(choice: random.Random, community: Community, people: People) -> None:
    links = []
    for number, member in enumerate(people.members):
        # The measured member is a superintendent who also leads on data.
        chosen = people.roles[:2] if number == 0 else [choice.choice(people.roles)]
        if number and choice.random() < 0.1:
            chosen = choice.sample(people.roles, 2)
        people.roles_of[member.pk] = {role.pk for role in chosen}
        links += [
            MembershipRole(community=community, membership=member, role=role) for role in chosen
        ]
    MembershipRole.objects.bulk_create(links, batch_size=BATCH)
