"""Stage one: find what concerns the due members of one community, and keep it as entries.

Everything here is called inside the community's scope, and sends as many queries for 500 members
as for one.
"""

from collections.abc import Iterator, Sequence

from digests import entries
from digests.batch import Batch
from digests.entries import Entry
from digests.ledger import forget_old
from digests.models import DigestMark
from digests.sections.registry import Section, sections


def gather(batch: Batch) -> int:
    """Find and keep the entries of a batch; return how many.

    What an earlier, broken run left behind is found anew.
    """
    found = find(batch)
    entries.drop(batch.member_ids)
    entries.keep(batch.community, found)
    return len(found)


def find(batch: Batch) -> list[Entry]:
    """Return what concerns the members of a batch; nothing of whom nothing came to since."""
    concerned = batch.only_concerned
    found = [
        entry
        for section in sections()
        for entry in section.find(batch)
        if section.waits or entry.member_id not in concerned
    ]
    # What had no room in the last digest comes with what is new, and never alone.
    awaited = {entry.member_id for entry in found if entry.fresh}
    return [entry for entry in found if entry.member_id in awaited]


def still_true(batch: Batch) -> list[Entry]:
    """Return the kept entries of a batch but those that were read, deleted or closed since."""
    found = entries.kept(batch.member_ids)
    gone: set[int] = set()
    for section, of_section in by_section(found):
        gone |= section.outdated(batch, of_section)
    return [entry for entry in found if entry.pk not in gone]


def told(batch: Batch, mailed: Sequence[Entry]) -> None:
    """Note that these entries were told and all members of the batch looked after.

    In the transaction that stores their mails.
    """
    for section, of_section in by_section(mailed):
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
    forget_old(batch)
    entries.drop(batch.member_ids)


def by_section(found: Sequence[Entry]) -> Iterator[tuple[Section, list[Entry]]]:
    """Go through the entries section by section; a section without entries is left out."""
    for section in sections():
        of_section = [entry for entry in found if entry.section == section.key]
        if of_section:
            yield section, of_section
