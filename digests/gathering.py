"""Stage one: find what concerns the due members of one community, and keep it as entries."""

from collections.abc import Iterator, Sequence

from digests.batch import Batch
from digests.models import DigestEntry, DigestMark
from digests.sections.registry import Section, sections


def gather(batch: Batch) -> int:
    """Find and keep the entries of a batch; return how many. Called inside the community's scope.

    What an earlier, broken run left behind is found anew. The number of queries does not depend
    on how many members there are.
    """
    found = [entry for section in sections() for entry in section.find(batch)]
    DigestEntry.objects.filter(member_id__in=batch.member_ids).delete()
    # Another run may be at it as well; what it kept is as good.
    DigestEntry.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)


def still_true(batch: Batch) -> list[DigestEntry]:
    """Return the kept entries of a batch but those that were read, deleted or closed since."""
    entries = list(
        DigestEntry.objects.filter(member_id__in=batch.member_ids, member__status="active")
        .exclude(member__pace="never")
        .order_by("member_id", "place", "pk")
    )
    gone: set[int] = set()
    for section, of_section in by_section(entries):
        gone |= section.outdated(batch, of_section)
    return [entry for entry in entries if entry.pk not in gone]


def told(batch: Batch, entries: Sequence[DigestEntry]) -> None:
    """Note that these entries were told and all members of the batch looked after.

    In the transaction that stores their mails.
    """
    for section, of_section in by_section(entries):
        section.tell(batch, of_section)
    DigestMark.objects.bulk_create(
        [
            DigestMark(community=batch.community, member_id=member_id, through=batch.now)
            for member_id in sorted(batch.member_ids)
        ],
        update_conflicts=True,
        unique_fields=["member"],
        update_fields=["through"],
    )
    DigestEntry.objects.filter(member_id__in=batch.member_ids).delete()


def by_section(entries: Sequence[DigestEntry]) -> Iterator[tuple[Section, list[DigestEntry]]]:
    """Go through the entries section by section; a section without entries is left out."""
    for section in sections():
        of_section = [entry for entry in entries if entry.section == section.key]
        if of_section:
            yield section, of_section
