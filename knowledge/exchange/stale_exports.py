"""What was taken out and may not be read like this any more: its file goes before its time."""

from django.utils import timezone

from communities.due_work import due
from communities.models import Membership
from knowledge.exchange.exports import FORGET, KEPT, WRITE
from knowledge.exchange.portable_quotations import agreed_quotations, marks_of
from knowledge.models import LibraryExport, Resource


def drop_exports_quoting(resource: Resource) -> None:
    """Delete what quotes words, or a name beside them, that may not be read by now.

    In the transaction of the change: as a watcher of quotations.
    """
    exports = LibraryExport.objects.filter(community=resource.community, stale_at=None)
    found = [one for one in exports if one.finished_at is None or str(resource.pk) in one.quoted]
    if not found:
        return
    agreed = agreed_quotations([resource.pk] if resource.is_shown else [])
    now = set(marks_of(agreed.get(resource.pk, [])))
    for one in found:
        if one.finished_at is None or not now.issuperset(one.quoted[str(resource.pk)]):
            _drop(one)


def drop_exports_with_words_of(member: Membership) -> None:
    """Delete all that was taken out of a community whose member takes his words or his name along."""
    for one in LibraryExport.objects.filter(community=member.community, stale_at=None):
        _drop(one)


def _drop(one: LibraryExport) -> None:
    """Let another row stand in its place: of the one that goes, a trigger drops the file.

    What is not finished begins anew; what is, says why it went, as long as it would have been there.
    """
    is_finished = one.finished_at is not None
    one.delete()
    made = LibraryExport.objects.create(
        community=one.community,
        by_id=one.by_id,
        collection_id=one.collection_id,
        created_at=one.created_at,
        finished_at=one.finished_at,
        stale_at=timezone.now() if is_finished else None,
    )
    if not is_finished:
        due(WRITE, made.pk, community=one.community)
    due(FORGET, made.pk, community=one.community, at=one.created_at + KEPT)
