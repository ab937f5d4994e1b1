"""Make a community from a template and a list of people; the same again adds only what is new."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User, normalise_email
from communities.charters import write_charter
from communities.community_templates import CommunityTemplate, TitledTemplate, in_language
from communities.invitations import invite_roster, new_sites
from communities.known_people import known_people
from communities.membership_changes import make_active, set_standing
from communities.models import (
    Charter,
    Community,
    CoreCapacity,
    Indicator,
    Membership,
    Result,
    Role,
    Site,
)
from communities.models.membership import Circle, Standing
from communities.role_book import role_book
from communities.roster import Roster, RosterPerson, RosterRules, Source
from communities.roster_reading import addresses_in, read_roster
from communities.scope import scope

type Provisioner = Callable[[Community, CommunityTemplate], int]

_provisioners: dict[str, Provisioner] = {}


def register_provisioner(name: str, provisioner: Provisioner) -> None:
    """Let a higher app make its part of a new community; called from AppConfig.ready().

    It runs inside the transaction and the scope, adds what is not there yet, and returns how many
    things it added. `name` is what they are called in `Provisioned.added`.
    """
    _provisioners[name] = provisioner


class ProvisioningError(Exception):
    """The community cannot be made like this; the text says why, for people."""


@dataclass(frozen=True, slots=True)
class CommunityDetails:
    """What an admin says of a community before it is made."""

    name: str
    slug: str
    joining: str
    language: str = "en"
    time_zone: str = "America/New_York"


@dataclass(slots=True)
class Provisioned:
    """What a run did."""

    community: Community
    is_new: bool
    added: dict[str, int] = field(default_factory=dict)
    """How many roles, results, indicators, capacities, sites, invitations, forums … were added."""


def plan_roster(
    template: CommunityTemplate,
    slug: str,
    source: Source,
    *,
    decisions: dict[str, str] | None = None,
    add_all_roles: bool = False,
    language: str = "en",
) -> Roster:
    """Return what a list of people comes to for a community that may not exist yet.

    Writes nothing, and asks the database a number of questions that does not grow with the list.
    """
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        rules = RosterRules(
            book=role_book(template),
            sites=template.sites,
            decisions=decisions or {},
            add_all_roles=add_all_roles,
            language=language,
        )
        return read_roster(source, rules)
    with scope(community):
        return plan_more_people(
            community,
            source,
            template=template,
            decisions=decisions,
            add_all_roles=add_all_roles,
        )


def plan_more_people(
    community: Community,
    source: Source,
    *,
    by: Membership | None = None,
    template: CommunityTemplate | None = None,
    decisions: dict[str, str] | None = None,
    add_all_roles: bool = False,
) -> Roster:
    """Return what a list of people comes to for a community; call inside its scope.

    `by` is the facilitator who invites: only an admin may invite facilitators and admins.
    """
    standings = set(Standing.values)
    if by is not None and not by.is_admin:
        standings -= {Standing.FACILITATOR, Standing.ADMIN}
    sites = list(Site.objects.filter(community=community).values_list("name", flat=True))
    rules = RosterRules(
        book=role_book(template, Role.objects.filter(community=community)),
        sites=[*sites, *(template.sites if template else ())],
        known=known_people(community, addresses_in(source)),
        decisions=decisions or {},
        add_all_roles=add_all_roles,
        standings=frozenset(standings),
        language=community.language,
    )
    return read_roster(source, rules)


def provision(
    template: CommunityTemplate,
    details: CommunityDetails,
    roster: Roster | None = None,
    *,
    admin: User | None = None,
    admin_email: str = "",
    with_former: bool = False,
) -> Provisioned:
    """Make the community, or add to it what is new, in one transaction.

    Its first admin is an account, or an address that is given one. Nothing that is there is changed.
    Raise ProvisioningError if the address of the community belongs to one of another template.
    """
    with transaction.atomic():
        community, is_new = _community(template, details)
        done = Provisioned(community, is_new)
        with scope(community):
            done.added |= _framework(community, template)
            if is_new:
                _charter(community, template)
            done.added["sites"] = len(new_sites(community, template.sites))
            if admin is None and admin_email:
                admin = _account(admin_email, roster, community)
            member = _first_admin(community, admin) if admin is not None else None
            for name, provisioner in _provisioners.items():
                done.added[name] = provisioner(community, template)
            if roster is not None:
                invited = invite_roster(community, roster, by=member, with_former=with_former)
                done.added["invitations"] = invited.invitations
                done.added["roles"] += invited.roles
                done.added["sites"] += invited.sites
            community.people_changed()
    return done


def _community(template: CommunityTemplate, details: CommunityDetails) -> tuple[Community, bool]:
    # Two runs at once would both find the same things missing.
    found = Community.objects.select_for_update(no_key=True).filter(slug=details.slug).first()
    if found is None:
        made = Community.objects.create(
            name=details.name,
            slug=details.slug,
            template=template.key,
            framework_version=template.framework_version,
            joining=details.joining,
            language=details.language,
            time_zone=details.time_zone,
        )
        return made, True
    if found.template != template.key:
        raise ProvisioningError(
            _("The address “%(slug)s” belongs to “%(name)s”, which was made from another template.")
            % {"slug": found.slug, "name": found.name}
        )
    return found, False


def _framework(community: Community, template: CommunityTemplate) -> dict[str, int]:
    return {
        "roles": _roles(community, template),
        "results": _titled(Result, community, template.results),
        "indicators": _titled(Indicator, community, template.indicators, numbered=True),
        "capacities": _titled(CoreCapacity, community, template.capacities),
    }


def _roles(community: Community, template: CommunityTemplate) -> int:
    there = set(Role.objects.filter(community=community).values_list("key", flat=True))
    missing = [
        Role(
            community=community,
            key=entry.key,
            singular=entry.singular["en"],
            plural=entry.plural["en"],
            singular_es=entry.singular["es"],
            plural_es=entry.plural["es"],
            aliases=[alias.lower() for alias in entry.aliases],
            position=position,
        )
        for position, entry in enumerate(template.roles, 1)
        if entry.key not in there
    ]
    return len(Role.objects.bulk_create(missing))


def _titled[T: (Result, Indicator, CoreCapacity)](
    model: type[T],
    community: Community,
    entries: Iterable[TitledTemplate],
    *,
    numbered: bool = False,
) -> int:
    there = set(model._default_manager.filter(community=community).values_list("key", flat=True))
    missing = [
        model(
            community=community,
            key=entry.key,
            title=entry.title["en"],
            title_es=entry.title["es"],
            position=entry.number,
            **({"number": entry.number} if numbered else {}),
        )
        for entry in entries
        if entry.key not in there
    ]
    return len(model._default_manager.bulk_create(missing))


def _charter(community: Community, template: CommunityTemplate) -> Charter:
    words, language = template.charter, community.language
    return write_charter(
        community,
        domain=in_language(words.domain, language),
        problem_of_practice=in_language(words.problem_of_practice, language),
        purpose=in_language(words.purpose, language),
        results=Result.objects.filter(community=community, key__in=words.results),
    )


def _account(email: str, roster: Roster | None, community: Community) -> User:
    """Return the account of an address, with the name that the list has for it."""
    address = normalise_email(email)
    owner = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
    user = owner.user if owner else User.objects.filter(email=address).first()
    if user is None:
        people: list[RosterPerson] = roster.people if roster else []
        name = next((p.name for p in people if p.email == address), "")
        user = User.objects.create_user(
            address, display_name=name, language=community.language, time_zone=community.time_zone
        )
        # Signing in by a mailed code proves the address.
        EmailAddress.objects.create(user=user, email=address, primary=True, verified=False)
    if roster is not None:
        roster.people = [person for person in roster.people if person.email != address]
    return user


def _first_admin(community: Community, user: User) -> Membership:
    member = Membership.objects.filter(community=community, user=user).first()
    if member is not None and member.is_active:
        return member
    member = make_active(
        community, user, circle=Circle.CORE, standing=Standing.MEMBER, site=None, roles=[]
    )
    set_standing(member, Standing.ADMIN)
    return member
