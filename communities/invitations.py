"""Invite people, invite them again, take an invitation back. Call inside the community's scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from communities.due_work import due, due_many
from communities.models import Community, Invitation, InvitationRole, Membership, Role, Site
from communities.models.invitation import Source
from communities.models.membership import Circle, Standing
from communities.name_folding import folded
from communities.roster import Roster, RosterPerson
from core.slugs import unique_slug

# The kind of due work; its handler writes the mail.
SEND = "send_invitation"
# How long the link of a mail works.
LINK_AGE = timedelta(days=90)
# Whoever holds an old link may ask for a fresh one, but not fill somebody's mailbox.
RESEND_AFTER = timedelta(minutes=10)
# Mails to people who wrote to a community by themselves.
OWN_A_DAY = 100
NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Invited:
    """How many rows a list of people added."""

    invitations: int
    roles: int
    sites: int


def invite_roster(
    community: Community,
    roster: Roster,
    *,
    by: Membership | None = None,
    with_former: bool = False,
    source: Source = Source.FACILITATOR,
) -> Invited:
    """Invite the people of a list, with the sites and roles that are new.

    The number of statements does not grow with the list. `with_former` invites those again who left
    or whose invitation was withdrawn.
    """
    people = [*roster.people, *(roster.former if with_former else ())]
    with transaction.atomic():
        # Two admins who confirm the same list at the same time: the second finds it done.
        Community.objects.select_for_update(no_key=True).get(pk=community.pk)
        sites = new_sites(community, (person.site for person in people))
        roles = _new_roles(community, roster, people)
        made = _invitations(community, people, by=by, source=source)
        if roles or sites:
            community.people_changed()
    return Invited(made, roles, len(sites))


def invite(
    community: Community,
    person: RosterPerson,
    *,
    by: Membership | None = None,
    source: Source = Source.FACILITATOR,
) -> None:
    """Invite one person; who left or whose invitation was withdrawn is invited again."""
    invite_roster(community, Roster(people=[person]), by=by, source=source)


def invite_who_wrote(
    community: Community, *, email: str, name: str, language: str, note: str, may_come: bool
) -> bool:
    """Mail somebody who wrote to the community the way in; return whether there is one for him.

    That is what a facilitator gave him, while it waits; or one of his own, if people `may_come`
    without, that gives him nothing beyond. No more than one mail a day, and so many for all.
    """
    now = timezone.now()
    with transaction.atomic():
        Community.objects.select_for_update(no_key=True).get(pk=community.pk)
        invitation = Invitation.objects.filter(community=community, email=email).first()
        waits = invitation is not None and invitation.status == Invitation.Status.WAITING
        if not (waits or may_come):
            return False
        if invitation and now - invitation.issued_at < timedelta(days=1):
            return True
        own = Invitation.objects.filter(community=community, source=Source.SELF)
        if own.filter(issued_at__gt=now - timedelta(days=1)).count() >= OWN_A_DAY:
            return True
        if invitation is None or not waits:
            invitation = invitation or Invitation(community=community, email=email, round=0)
            _make_his_own(invitation, name=name, language=language, note=note, now=now)
        invitation.community = community
        resend(invitation)
    return True


def _make_his_own(
    invitation: Invitation, *, name: str, language: str, note: str, now: datetime
) -> None:
    """Take back what an earlier invitation would have given."""
    if invitation.pk:
        InvitationRole.objects.filter(invitation=invitation).delete()
    invitation.name = name[:NAME_LENGTH]
    invitation.language, invitation.note, invitation.source = language, note, Source.SELF
    invitation.site = invitation.invited_by = invitation.answered_at = None
    invitation.circle, invitation.standing = Circle.OUTER, Standing.MEMBER
    invitation.answered_by = ""
    invitation.issued_at = now
    invitation.save()


def resend(invitation: Invitation) -> None:
    """Send the mail again, to the invited address, with a fresh link; older links become stale."""
    with transaction.atomic():
        invitation.round += 1
        invitation.issued_at = timezone.now()
        invitation.status = Invitation.Status.WAITING
        invitation.save(update_fields=["round", "issued_at", "status"])
        due(SEND, invitation.pk, community=invitation.community)


def resend_on_request(invitation: Invitation) -> None:
    """Send a fresh link because somebody has a stale one; within ten minutes, do nothing more."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    recent = timezone.now() - locked.issued_at < RESEND_AFTER
    if locked.status == Invitation.Status.WAITING and not recent:
        locked.community = invitation.community
        resend(locked)


def withdraw(invitation: Invitation) -> None:
    """Make an invitation's links useless; the mail may have been read already."""
    invitation.status = Invitation.Status.WITHDRAWN
    invitation.answered_at = timezone.now()
    invitation.save(update_fields=["status", "answered_at"])


def new_sites(community: Community, names: Iterable[str]) -> list[Site]:
    """Add and return the sites of these names that are not there yet."""
    there = Site.objects.filter(community=community).values_list("name", "slug")
    known, slugs = set(), set()
    for name, slug in there:
        known.add(folded(name))
        slugs.add(slug)
    missing = []
    for name in names:
        if name and folded(name) not in known:
            known.add(folded(name))
            slug = unique_slug(name, slugs, default="site")
            slugs.add(slug)
            missing.append(Site(community=community, name=name, slug=slug))
    return Site.objects.bulk_create(missing)


def _new_roles(community: Community, roster: Roster, people: Iterable[RosterPerson]) -> int:
    wanted = {key for person in people for key in person.roles}
    there = list(Role.objects.filter(community=community))
    keys = {role.key for role in there}
    last = max((role.position for role in there), default=0)
    names = [(k, name) for k, name in roster.new_roles.items() if k in wanted and k not in keys]
    missing = [
        # The plural is the admin's to mend: no rule of ours makes one in two languages.
        Role(community=community, key=key, singular=name, plural=name, position=last + position)
        for position, (key, name) in enumerate(names, 1)
    ]
    return len(Role.objects.bulk_create(missing))


def _invitations(
    community: Community, people: list[RosterPerson], *, by: Membership | None, source: Source
) -> int:
    sites = {folded(site.name): site for site in Site.objects.filter(community=community)}
    roles = {role.key: role for role in Role.objects.filter(community=community)}
    emails = [person.email for person in people]
    found = Invitation.objects.filter(community=community, email__in=emails)
    there = {invitation.email: invitation for invitation in found}
    now = timezone.now()
    made, again = [], []
    for person in people:
        invitation = there.get(person.email)
        if invitation is None:
            invitation = Invitation(community=community, email=person.email)
            made.append(invitation)
        elif invitation.status == Invitation.Status.WAITING:
            continue
        else:
            invitation.round += 1
            again.append(invitation)
        invitation.name = person.name
        invitation.site = sites.get(folded(person.site)) if person.site else None
        invitation.circle = person.circle
        invitation.standing = person.standing
        invitation.language = person.language
        invitation.status = Invitation.Status.WAITING
        invitation.invited_by = by
        invitation.source = source
        invitation.note = invitation.answered_by = ""
        invitation.issued_at = now
        invitation.answered_at = None
        there[person.email] = invitation
    Invitation.objects.bulk_create(made)
    Invitation.objects.bulk_update(again, CHANGED)
    InvitationRole.objects.filter(invitation__in=again).delete()
    touched = {invitation.email for invitation in (*made, *again)}
    InvitationRole.objects.bulk_create(
        InvitationRole(community=community, invitation=there[person.email], role=roles[key])
        for person in people
        if person.email in touched
        for key in person.roles
        if key in roles
    )
    due_many(SEND, (invitation.pk for invitation in (*made, *again)), community=community)
    return len(made) + len(again)


CHANGED = [
    *("round", "name", "site", "circle", "standing", "language", "status"),
    *("invited_by", "issued_at", "answered_at", "source", "note", "answered_by"),
]
