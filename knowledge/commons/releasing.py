"""Asking, agreeing, releasing and withdrawing. Call inside the community's scope."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.due_work import due
from communities.models import Membership
from communities.models.membership import Standing
from knowledge.commons.asking_wider import ask_no_more, awaits_quoted
from knowledge.commons.copy_telling import have_copies_told
from knowledge.commons.made_after import source_of
from knowledge.commons.release_checks import entry_of, licence_keeps_it, may_be_released
from knowledge.commons.released import Released
from knowledge.commons.standing import (
    close_entry,
    forget_changed_words,
    stand,
    stand_anew,
    with_credits,
)
from knowledge.kinds import Licence, Reach
from knowledge.models import CommonsEntry, CreditChoice, Release, Resource
from knowledge.models.release import ReleaseState
from knowledge.permissions import release_hats, stands_in
from moderation.conflicts import AlreadyDoneError
from moderation.record import record

# Due work: telling those whom a release concerns how it stands.
TELL = "tell_of_release"
# By the resource: trying again to let out what those who are quoted need not wait for any more.
GO_ON, TRIED_AGAIN = "go_on_with_release", timedelta(hours=1)


class NotYetError(Exception):
    """It may not be released: `reasons` are sentences."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("not yet")
        self.reasons = reasons


class NoRoomError(NotYetError):
    """Its files could not be copied: the disk is full."""

    def __init__(self) -> None:
        super().__init__(
            [
                _(
                    "There is no room for its files just now. Try it again later, or leave some of "
                    "them at home."
                )
            ]
        )


def ask_release(
    resource: Resource,
    made: Released,
    *,
    reach: str,
    by: Membership,
    left_out: Sequence[str] = (),
    kept: Sequence[str] = (),
    quotations: Mapping[str, str] | None = None,
    permission: str = "",
) -> Release:
    """Ask that a version be read beyond the community; `by` agrees in what he is.

    `quotations` are words that may go along, by id: those whose they are are asked once both agreed.
    `permission` says how those authors agreed whom nobody can ask here.
    An author who is an admin agrees for both, and then it is released. What was asked before and
    waits still is taken back. Raises NotYetError.
    """
    with transaction.atomic():
        locked(resource)
        if reasons := may_be_released(resource, reach):
            raise NotYetError(reasons)
        # An earlier version has a licence of its own.
        if made.licence == Licence.OURS:
            raise NotYetError([licence_keeps_it()])
        Release.objects.filter(resource=resource, state=ReleaseState.WAITING).update(
            state=ReleaseState.TAKEN_BACK, ended_by=by
        )
        ask_no_more(resource)
        release = Release(
            community=resource.community,
            resource=resource,
            reach=reach,
            content=replace(made, quotations=[]).as_json(),
            quotations=dict(quotations or {}),
            left_out=list(left_out),
            kept=list(kept),
            permission=permission,
            asked_by=by,
        )
        _agree(release, by=by)
        release.save()
        record(by, f"release_asked_{reach}", resource, note=permission)
        _go_on(release, by=by)
    return release


def agree_to_release(release: Release, *, by: Membership) -> None:
    """Agree in what he is; the second of both releases it. Raises NotYetError."""
    with transaction.atomic():
        current = _waiting(release)
        _agree(current, by=by)
        current.save()
        record(by, "release_agreed", release.resource)
        _go_on(current, by=by)


def refuse_release(release: Release, *, by: Membership, words: str) -> None:
    """Say no, with words for who asked."""
    with transaction.atomic():
        current = _waiting(release)
        _end(current, ReleaseState.REFUSED, by=by, note=words)
        record(by, "release_refused", release.resource, note=words)


def take_back_release(release: Release, *, by: Membership) -> None:
    """Ask no more."""
    with transaction.atomic():
        _end(_waiting(release), ReleaseState.TAKEN_BACK, by=by, note="")
        record(by, "release_taken_back", release.resource)


def withdraw(resource: Resource, *, by: Membership, words: str) -> None:
    """Let nobody beyond the community read it any more; its address says so."""
    with transaction.atomic():
        locked(resource)
        entry = entry_of(resource)
        if entry is None or entry.withdrawn_at is not None:
            return
        close_entry(entry, by_author=release_hats(by, resource)[0])
        # Released anew, it must not bring back the words that were withdrawn.
        entry.snapshots.all().delete()
        there = Release.objects.filter(resource=resource)
        there.filter(state=ReleaseState.WAITING).update(state=ReleaseState.TAKEN_BACK, ended_by=by)
        ask_no_more(resource)
        if last := there.filter(state=ReleaseState.DONE).order_by("-pk").first():
            _end(last, ReleaseState.WITHDRAWN, by=by, note=words)
        record(by, "release_withdrawn", resource, note=words)


def choose_credit(resource: Resource, member: Membership, *, is_named: bool) -> None:
    """Name the member beyond the community, or not: at once, also in what is released already."""
    with transaction.atomic():
        locked(resource)
        CreditChoice.objects.update_or_create(
            resource=resource,
            member=member,
            defaults={"community_id": resource.community_id, "is_named": is_named},
        )
        stand_anew(resource, forget=not is_named)


def go_on_with_quoted(resource: Resource) -> None:
    """Release what waited for nobody but those who are quoted, once they have answered."""
    waiting = Release.objects.filter(resource=resource, state=ReleaseState.WAITING)
    release = waiting.exclude(author=None).exclude(admin=None).select_related("admin").first()
    if release is None or release.admin is None:
        return
    release.resource, release.community = resource, resource.community
    release.admin.community = resource.community
    try:
        with transaction.atomic():
            _go_on(release, by=release.admin)
    except NoRoomError:
        # Who answered is done with it; it goes out once there is room.
        due(GO_ON, resource.pk, community=resource.community, at=timezone.now() + TRIED_AGAIN)
    except NotYetError:
        # Its page says what is in the way; who asked for it asks anew.
        return


def try_again(resource_id: int) -> None:
    """Let out what had no room: due work."""
    for resource in Resource.objects.select_for_update().filter(pk=resource_id):
        go_on_with_quoted(resource)


def follow_quotations(resource: Resource) -> None:
    """Let what others read follow what is quoted at home: as a watcher of quotations."""
    forget_changed_words(resource)
    stand_anew(resource)
    go_on_with_quoted(resource)


def _go_on(release: Release, *, by: Membership) -> None:
    """Release it once both have agreed, and those who are quoted answered; tell whom it concerns.

    Who left, or may not agree any more, has not agreed.
    """
    author, admin = release.author, release.admin
    if author and not (author.is_active and release_hats(author, release.resource)[0]):
        release.author = None
    if admin and not (admin.is_active and admin.is_admin):
        release.admin = None
    release.save(update_fields=["author", "admin"])
    if release.author_id is not None and release.admin_id is not None:
        # What was so when it was asked for may have changed.
        if reasons := may_be_released(release.resource, release.reach):
            raise NotYetError(reasons)
        if awaits_quoted(release):
            return
        try:
            _release(release, by=by)
        except ValidationError as full:
            raise NoRoomError from full
    due(TELL, release.pk, community=release.community)


def _release(release: Release, *, by: Membership) -> None:
    resource = release.resource
    now = timezone.now()
    entry = entry_of(resource) or CommonsEntry(
        community=resource.community, resource_id=resource.pk, reach=release.reach
    )
    is_renewed = entry.current_id is not None and entry.reach == release.reach
    entry.reach = release.reach
    entry.released_at = entry.changed_at = now
    entry.withdrawn_at = None
    entry.after = source_of(resource)
    if release.reach == Reach.PUBLIC:
        entry.public_at = entry.public_at or now
    entry.save()
    stand(entry, with_credits(release))
    have_copies_told(entry)
    release.state, release.ended_by = ReleaseState.DONE, by
    release.save(update_fields=["state", "ended_by"])
    record(by, "release_renewed" if is_renewed else f"released_{release.reach}", resource)


def _agree(release: Release, *, by: Membership) -> None:
    is_author, is_admin = release_hats(by, release.resource)
    if is_author and is_admin and stands_in(by, release.resource):
        # One of the two, so that there are two people: first for the authors, if another admin is here.
        admins = Membership.objects.active().filter(standing=Standing.ADMIN)
        others = admins.filter(community=release.community).exclude(pk=by.pk)
        is_author = release.author_id is None and release.admin_id is None and others.exists()
        is_admin = not is_author and release.author_id != by.pk
    if is_author:
        release.author = by
    if is_admin:
        release.admin = by


def _waiting(release: Release) -> Release:
    """Return it as it is now, or tell who came second."""
    locked(release.resource)
    current = Release.objects.select_for_update().get(pk=release.pk)
    if not current.is_waiting:
        raise AlreadyDoneError(_("Somebody decided on this a moment ago."))
    current.resource, current.community = release.resource, release.resource.community
    return current


def _end(release: Release, state: ReleaseState, *, by: Membership, note: str) -> None:
    release.state, release.ended_by, release.note = state, by, note
    release.save(update_fields=["state", "ended_by", "note"])
    ask_no_more(release.resource)
    due(TELL, release.pk, community=release.community)


def locked(resource: Resource) -> None:
    """Let others wait who release the same, and look at it as it is now."""
    resource.refresh_from_db(
        fields=["state", "audience", "licence", "version"],
        from_queryset=Resource.objects.select_for_update(),
    )
