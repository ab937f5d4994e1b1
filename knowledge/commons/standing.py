"""What stands at an address beyond the community: put there, made anew, taken off."""

from dataclasses import replace
from typing import Any

from django.db.models import Max
from django.utils import timezone

from communities.due_work import due
from knowledge.commons.flags import without
from knowledge.commons.quoted import may_be_read, quotations_of_release
from knowledge.commons.release_checks import entry_of
from knowledge.commons.released import Released, credits_released
from knowledge.commons.snapshot_files import keep_snapshot_files
from knowledge.content import Content
from knowledge.models import CommonsEntry, Release, Resource, Snapshot
from knowledge.models.release import ReleaseState

# Due work, by the resource: telling that words were taken off what others read.
TAKEN_OFF = "tell_of_words_taken_off"


def stand(entry: CommonsEntry, made: Released) -> None:
    """Put this at its address."""
    # Numbers go on also when the snapshots are gone: those who copied one know it by its number.
    last = max(
        (rows.aggregate(last=Max("number"))["last"] or 0)
        for rows in (entry.snapshots.all(), entry.copies.all())
    )
    now = timezone.now()
    values = made.as_json()
    files = values.pop("files")
    entry.current = Snapshot.objects.create(
        entry=entry,
        number=last + 1,
        taken_at=now,
        subjects=made.subjects(),
        words=made.words(),
        **values,
    )
    keep_snapshot_files(entry, entry.current, files)
    entry.changed_at = now
    entry.save(update_fields=["current", "changed_at"])


def stand_anew(resource: Resource, *, forget: bool = False) -> None:
    """Let what is released name and quote those who want it by now; with `forget` earlier copies go.

    Snapshots do not change: a new one takes the place, without waiting for anybody. Whose words
    went is in no earlier one, either. Call while the resource is locked.
    """
    entry = entry_of(resource)
    if entry is None:
        return
    last = Release.objects.filter(resource=resource, state=ReleaseState.DONE).order_by("-pk")
    before = entry.current
    if before is not None and (release := last.first()):
        release.resource = resource
        made = with_credits(release)
        is_named_anew = made.authors + made.contributors != before.authors + before.contributors
        if is_named_anew or made.quotations != before.quotations:
            stand(entry, made)
        _forget_quoting(entry, release)
        stays = {words for words, _name in made.quotations}
        if any(words not in stays for words, _name in before.quotations):
            due(TAKEN_OFF, resource.pk, community=entry.community)
    if forget:
        entry.snapshots.exclude(pk=entry.current_id or 0).delete()


def _forget_quoting(entry: CommonsEntry, release: Release) -> None:
    """Delete earlier snapshots with words or names that may not be read there by now.

    Also where the one that stands does not quote them: it was renewed without.
    """
    earlier = entry.snapshots.exclude(pk=entry.current_id or 0).exclude(quotations=[])
    quoting = dict(earlier.values_list("pk", "quotations"))
    if not quoting:
        return
    allowed = may_be_read(release, entry.reach)
    stale = [pk for pk, words in quoting.items() if not {(w, name) for w, name in words} <= allowed]
    earlier.filter(pk__in=stale).delete()


def with_credits(release: Release, *, also_asked: bool = False) -> Released:
    """Return what was agreed to, with the names and the words of those who want it by now.

    With `also_asked` the words of those, too, whose answer is awaited.
    """
    made = Released.from_json(release.content)
    revisions = release.resource.revisions.order_by("-number")
    # Of somebody who was erased the version is gone; then those count who are named now.
    kept = revisions.filter(number=made.version).first() or revisions[0]
    content = Content.from_json(kept.content)
    values: dict[str, Any] = credits_released(release.resource, content, release.left_out)
    return replace(made, **values, quotations=quotations_of_release(release, also_asked=also_asked))


def close_entry(entry: CommonsEntry, *, by_author: bool) -> None:
    """Take the words off an address and leave it standing."""
    entry.current = None
    entry.withdrawn_at = entry.changed_at = timezone.now()
    entry.withdrawn_by_author = by_author
    entry.save(
        update_fields=["current", "withdrawn_at", "changed_at", "withdrawn_by_author"],
    )


def forget_changed_words(resource: Resource) -> None:
    """Keep in no asking words that are quoted no more, or not like this."""
    now = {str(pk): words for pk, words in resource.quotations.values_list("pk", "words")}
    for release in Release.objects.filter(resource=resource).exclude(quotations={}):
        kept = {
            pk: words
            for pk, words in release.quotations.items()
            if pk in now and without(now[pk], release.left_out) == words
        }
        if kept != release.quotations:
            release.quotations = kept
            release.save(update_fields=["quotations"])
