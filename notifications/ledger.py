"""Who was told what is one ledger with two writers: the digest, and mails at once.

They never write of one community at the same moment, so that each finds what the other has told.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection

# Any constant will do, other than those of communities.due_work and digests.actions.
LOCK = 7203


@contextmanager
def kept_for_digest(community_ids: Collection[int]) -> Iterator[None]:
    """Let nobody claim a mail at once in these communities, in however many transactions of ours.

    In their order, so that two of us cannot wait for each other in a circle.
    """
    ids = sorted(community_ids)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, c) FROM unnest(%s::int[]) AS c", [LOCK, ids])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_unlock(%s, c) FROM unnest(%s::int[]) AS c", [LOCK, ids]
            )


def wait_for_digest(community_id: int) -> None:
    """Wait until no digest of the community is made; none begins before our transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [LOCK, community_id])
