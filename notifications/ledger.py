"""Who was told what is one ledger with two writers: the digest, and mails at once.

They never write to one person of a community at the same moment, so that each finds what the other
has told. People are parted into shares, so that two workers can make digests side by side.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection

# Any constant will do, other than those of communities.due_work and digests.actions.
LOCK = 7203
SHARES = 2


def share_of(user_id: int) -> int:
    return user_id % SHARES


@contextmanager
def kept_for_digest(community_ids: Collection[int], *, share: int) -> Iterator[None]:
    """Let nobody claim a mail at once to a share of these communities, however many transactions we take.

    In their order, so that two of us cannot wait for each other in a circle.
    """
    ids = sorted(_key(community_id, share) for community_id in community_ids)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, c) FROM unnest(%s::int[]) AS c", [LOCK, ids])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_unlock(%s, c) FROM unnest(%s::int[]) AS c", [LOCK, ids]
            )


def wait_for_digest(community_id: int, user_id: int) -> None:
    """Wait until no digest of his share is made; none begins before our transaction ends."""
    key = _key(community_id, share_of(user_id))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [LOCK, key])


def _key(community_id: int, share: int) -> int:
    return community_id * SHARES + share
