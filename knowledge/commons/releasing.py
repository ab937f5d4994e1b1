"""Asking, agreeing, releasing and withdrawing. Call inside the community's scope."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.due_work import due
from communities.models import Membership
from knowledge.commons.copy_telling import have_copies_told
from knowledge.commons.release_checks import entry_of, licence_keeps_it, may_be_released
from knowledge.commons.released import Released, credits_released
from knowledge.content import Content
from knowledge.kinds import Licence, Reach
from knowledge.models import CommonsEntry, CreditChoice, Release, Resource, Snapshot
from knowledge.models.release import ReleaseState
from knowledge.permissions import release_hats
from moderation.conflicts import AlreadyDoneError
from moderation.record import record

# Due work: telling those whom a release concerns how it stands.
TELL = "tell_of_release"


class NotYetError(Exception):
    """It may not be released: `reasons` are sentences."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("not yet")
        self.reasons = reasons


def ask_release(
    resource: Resource,
    made: Released,
    *,
    reach: str,
    by: Membership,
    left_out: Sequence[str] = (),
    kept: Sequence[str] = (),
) -> Release:
    """Ask that a version be read beyond the community; `by` agrees in what he is.

    An author who is an admin agrees for both, and then it is released. What was asked before and
    waits still is taken back. Raises NotYetError.
    """
    with transaction.atomic():
        _locked(resource)
        if reasons := may_be_released(resource, reach):
            raise NotYetError(reasons)
        # An earlier version has a licence of its own.
        if made.licence == Licence.OURS:
            raise NotYetError([licence_keeps_it()])
        Release.objects.filter(resource=resource, state=ReleaseState.WAITING).update(
            state=ReleaseState.TAKEN_BACK, ended_by=by
        )
        release = Release(
            community=resource.community,
            resource=resource,
            reach=reach,
            content=made.as_json(),
            left_out=list(left_out),
            kept=list(kept),
            asked_by=by,
        )
        _agree(release, by=by)
        release.save()
        record(by, f"release_asked_{reach}", resource)
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


def withdraw(resource: Resource, *, by: Membership, words: str) -> None:
    """Let nobody beyond the community read it any more; its address says so."""
    with transaction.atomic():
        _locked(resource)
        entry = entry_of(resource)
        if entry is None or entry.withdrawn_at is not None:
            return
        close_entry(entry, by_author=release_hats(by, resource)[0])
        # Released anew, it must not bring back the words that were withdrawn.
        entry.snapshots.all().delete()
        there = Release.objects.filter(resource=resource)
        there.filter(state=ReleaseState.WAITING).update(state=ReleaseState.TAKEN_BACK, ended_by=by)
        if last := there.filter(state=ReleaseState.DONE).order_by("-pk").first():
            _end(last, ReleaseState.WITHDRAWN, by=by, note=words)
        record(by, "release_withdrawn", resource, note=words)


def close_entry(entry: CommonsEntry, *, by_author: bool) -> None:
    """Take the words off an address and leave it standing."""
    entry.current = None
    entry.withdrawn_at = entry.changed_at = timezone.now()
    entry.withdrawn_by_author = by_author
    entry.save(
        update_fields=["current", "withdrawn_at", "changed_at", "withdrawn_by_author"],
    )


def choose_credit(resource: Resource, member: Membership, *, is_named: bool) -> None:
    """Name the member beyond the community, or not: at once, also in what is released already."""
    with transaction.atomic():
        _locked(resource)
        CreditChoice.objects.update_or_create(
            resource=resource,
            member=member,
            defaults={"community_id": resource.community_id, "is_named": is_named},
        )
        credit_anew(resource, forget=not is_named)


def credit_anew(resource: Resource, *, forget: bool) -> None:
    """Let what is released name those who want to be named; with `forget` earlier copies go."""
    entry = entry_of(resource)
    if entry is None:
        return
    last = Release.objects.filter(resource=resource, state=ReleaseState.DONE).order_by("-pk")
    if entry.current is not None and (release := last.first()):
        made = with_credits(release)
        if made.authors + made.contributors != entry.current.authors + entry.current.contributors:
            _stand(entry, made)
    if forget:
        entry.snapshots.exclude(pk=entry.current_id or 0).delete()


def _go_on(release: Release, *, by: Membership) -> None:
    """Release it once both have agreed; tell those whom it concerns.

    Who left, or may not agree any more, has not agreed.
    """
    author, admin = release.author, release.admin
    if author and not (author.is_active and release_hats(author, release.resource)[0]):
        release.author = None
    if admin and not (admin.is_active and admin.is_admin):
        release.admin = None
    release.save(update_fields=["author", "admin"])
    if release.author_id is not None and release.admin_id is not None:
        _release(release, by=by)
    due(TELL, release.pk, community=release.community)


def _release(release: Release, *, by: Membership) -> None:
    resource = release.resource
    # What was so when it was asked for may have changed.
    if reasons := may_be_released(resource, release.reach):
        raise NotYetError(reasons)
    now = timezone.now()
    entry = entry_of(resource) or CommonsEntry(
        community=resource.community, resource_id=resource.pk, reach=release.reach
    )
    is_renewed = entry.current_id is not None and entry.reach == release.reach
    entry.reach = release.reach
    entry.released_at = entry.changed_at = now
    entry.withdrawn_at = None
    if release.reach == Reach.PUBLIC:
        entry.public_at = entry.public_at or now
    entry.save()
    _stand(entry, with_credits(release))
    have_copies_told(entry)
    release.state, release.ended_by = ReleaseState.DONE, by
    release.save(update_fields=["state", "ended_by"])
    record(by, "release_renewed" if is_renewed else f"released_{release.reach}", resource)


def with_credits(release: Release) -> Released:
    """Return what was agreed to, with the names of those who want it by now."""
    made = Released.from_json(release.content)
    revisions = release.resource.revisions.order_by("-number")
    # Of somebody who was erased the version is gone; then those count who are named now.
    kept = revisions.filter(number=made.version).first() or revisions[0]
    content = Content.from_json(kept.content)
    return replace(made, **credits_released(release.resource, content, release.left_out))


def _stand(entry: CommonsEntry, made: Released) -> None:
    """Put this at its address."""
    # Numbers go on also when the snapshots are gone: those who copied one know it by its number.
    last = max(
        (rows.aggregate(last=Max("number"))["last"] or 0)
        for rows in (entry.snapshots.all(), entry.copies.all())
    )
    now = timezone.now()
    entry.current = Snapshot.objects.create(
        entry=entry,
        number=last + 1,
        taken_at=now,
        subjects=made.subjects(),
        words=made.words(),
        **made.as_json(),
    )
    entry.changed_at = now
    entry.save(update_fields=["current", "changed_at"])


def _agree(release: Release, *, by: Membership) -> None:
    is_author, is_admin = release_hats(by, release.resource)
    if is_author:
        release.author = by
    if is_admin:
        release.admin = by


def _waiting(release: Release) -> Release:
    """Return it as it is now, or tell who came second."""
    _locked(release.resource)
    current = Release.objects.select_for_update().get(pk=release.pk)
    if not current.is_waiting:
        raise AlreadyDoneError(_("Somebody decided on this a moment ago."))
    current.resource, current.community = release.resource, release.resource.community
    return current


def _end(release: Release, state: ReleaseState, *, by: Membership, note: str) -> None:
    release.state, release.ended_by, release.note = state, by, note
    release.save(update_fields=["state", "ended_by", "note"])
    due(TELL, release.pk, community=release.community)


def _locked(resource: Resource) -> None:
    """Let others wait who release the same, and look at it as it is now."""
    resource.refresh_from_db(
        fields=["state", "audience", "licence", "version"],
        from_queryset=Resource.objects.select_for_update(),
    )
