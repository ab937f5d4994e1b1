"""Everything that changes who somebody is in a community. Call inside its scope."""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from communities.acts import note_act
from communities.models import (
    AudienceUserObjectPermission,
    Community,
    Membership,
    MembershipRole,
    Role,
    Site,
)
from communities.models.membership import Circle, Standing, Status
from communities.querysets import visible_audience_ids

type FacilitatorHook = Callable[[Membership], None]
# The member, and the ids of audiences to which he does not belong any more, or does now.
type AudienceHook = Callable[[Membership, frozenset[int], frozenset[int]], None]

_on_start: list[FacilitatorHook] = []
_on_stop: list[FacilitatorHook] = []
_on_leave: list[FacilitatorHook] = []
_on_join: list[FacilitatorHook] = []
_on_other_audiences: list[AudienceHook] = []


class LastAdminError(Exception):
    """A community must keep one admin."""


def register_facilitator_hooks(*, start: FacilitatorHook, stop: FacilitatorHook) -> None:
    """Let a higher app give and take back what comes with keeping a community going.

    Called from AppConfig.ready(). `start` gets a member who facilitates from now on, `stop` one who
    does not any more; both run in the transaction of the change.
    """
    _on_start.append(start)
    _on_stop.append(stop)


def make_active(
    community: Community,
    user: User,
    *,
    circle: str = Circle.OUTER,
    standing: str = Standing.MEMBER,
    site: Site | None = None,
    roles: Iterable[Role] = (),
) -> Membership:
    """Return the person's membership, made or taken up again with these values.

    Who left and comes back finds his old membership, and with it what he wrote.
    """
    with transaction.atomic():
        member, _made = Membership.objects.get_or_create(
            community=community, user=user, defaults={"status": Status.REQUESTED}
        )
        member.status = Status.ACTIVE
        member.circle = circle
        member.site = site
        member.joined_at = timezone.now()
        member.left_at = None
        member.request_note = ""
        member.standing = Standing.MEMBER
        member.save()
        set_roles(member, roles)
        set_standing(member, standing)
        community.people_changed()
        _tell(_on_join, member)
    return member


def set_roles(member: Membership, roles: Iterable[Role]) -> None:
    """Give a member exactly these roles."""
    wanted = {role.pk for role in roles}
    links = MembershipRole.objects.filter(membership=member)
    there = set(links.values_list("role_id", flat=True))
    if wanted != there:
        links.exclude(role_id__in=wanted).delete()
        MembershipRole.objects.bulk_create(
            MembershipRole(community_id=member.community_id, membership=member, role_id=pk)
            for pk in sorted(wanted - there)
        )
        member.__dict__.pop("roles", None)
        member.community.people_changed()


def place_member(member: Membership, *, site: Site | None, circle: str) -> None:
    """Say at which site and in which circle a member is."""
    member.site = site
    member.circle = circle
    member.save(update_fields=["site", "circle"])
    member.community.people_changed()


def change_person(
    member: Membership,
    *,
    by: Membership,
    roles: Iterable[Role],
    site: Site | None,
    circle: str,
    standing: str,
) -> None:
    """Say who somebody is in the community; what was so before stands in the record.

    The member comes for_display().
    """
    with transaction.atomic():
        saw = frozenset(visible_audience_ids(member.pk))
        before = _in_words(member, member.roles)
        set_roles(member, roles)
        place_member(member, site=site, circle=circle)
        set_standing(member, standing)
        after = _in_words(member, roles)
        if before != after:
            note_act(by, "changed", member, note=f"{before} → {after}")
        sees = frozenset(visible_audience_ids(member.pk))
        if sees != saw:
            member.__dict__.pop("audience_ids", None)
            for hook in _on_other_audiences:
                hook(member, saw - sees, sees - saw)


def _in_words(member: Membership, roles: Iterable[Role]) -> str:
    """Return "principal · Northbank · Inner circle · Member", in the language of the community."""
    with translation.override(member.community.language):
        circle, standing = Circle(member.circle).label, Standing(member.standing).label
        names = ", ".join(role.label for role in sorted(roles, key=lambda role: role.position))
        site = member.site.name if member.site else ""
        return " · ".join(filter(None, [names, site, str(circle), str(standing)]))


def set_standing(member: Membership, standing: str) -> None:
    """Say what a member may do; rights that come with facilitating follow."""
    facilitated = member.is_facilitator
    if member.standing == standing:
        return
    with transaction.atomic():
        member.standing = standing
        member.save(update_fields=["standing"])
        if member.is_facilitator and not facilitated:
            _tell(_on_start, member)
        if facilitated and not member.is_facilitator:
            _tell(_on_stop, member)
        member.community.people_changed()


def other_admins(member: Membership) -> bool:
    """Return whether the community has an active admin besides this member."""
    admins = Membership.objects.active().filter(
        community_id=member.community_id, standing=Standing.ADMIN
    )
    return admins.exclude(pk=member.pk).exists()


def leave(member: Membership, *, successor: Membership | None = None) -> None:
    """End a membership; what was written stays, with the name. `successor` becomes an admin."""
    with transaction.atomic():
        # Two admins who leave at the same moment must not leave nobody behind.
        Community.objects.select_for_update(no_key=True).get(pk=member.community_id)
        if successor is not None:
            set_standing(successor, Standing.ADMIN)
        if member.is_admin and not other_admins(member):
            raise LastAdminError
        if member.is_facilitator:
            set_standing(member, Standing.MEMBER)
        # Rights on single forums, too, are not found again by who comes back.
        _tell(_on_stop, member)
        AudienceUserObjectPermission.objects.filter(
            community_id=member.community_id, user_id=member.user_id
        ).delete()
        member.status = Status.LEFT
        member.left_at = timezone.now()
        member.has_unread = False
        member.save(update_fields=["status", "left_at", "has_unread"])
        member.community.people_changed()
        _tell(_on_leave, member)


def register_leave_hook(hook: FacilitatorHook) -> None:
    """Let a higher app end what comes with a membership; called from AppConfig.ready().

    It gets a member who has left, in the transaction.
    """
    _on_leave.append(hook)


def register_join_hook(hook: FacilitatorHook) -> None:
    """Let a higher app greet who comes in, or comes back; called from AppConfig.ready().

    It gets the member, in the transaction, with his roles and his site.
    """
    _on_join.append(hook)


def register_audience_hook(hook: AudienceHook) -> None:
    """Let a higher app know when a facilitator's change of a person changes what he sees.

    Called from AppConfig.ready(); in the transaction, of a member who stays one.
    """
    _on_other_audiences.append(hook)


type RemovalTeller = Callable[[Membership, str], None]

_removal_tellers: list[RemovalTeller] = []


def register_removal_teller(teller: RemovalTeller) -> None:
    """Let a higher app tell a person why he was removed; called from AppConfig.ready().

    It gets the membership and the reason, inside the transaction.
    """
    _removal_tellers.append(teller)


def remove(member: Membership, *, by: Membership, reason: str) -> None:
    """End somebody's membership with a reason that he is told; what he wrote stays."""
    with transaction.atomic():
        note_act(by, "ended", member, note=reason)
        leave(member)
        member.status = Status.REMOVED
        member.save(update_fields=["status"])
        for teller in _removal_tellers:
            teller(member, reason)


def _tell(hooks: list[FacilitatorHook], member: Membership) -> None:
    for hook in hooks:
        hook(member)
