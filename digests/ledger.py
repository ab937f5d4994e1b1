"""What was named in whose digest, of sections that keep no such mark of their own."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import connection

from digests.batch import Batch
from digests.entries import Entry

# Longer than anything is news (digests.batch.OLDEST), so that nothing comes twice.
KEEP = timedelta(days=90)

# In the order of the index, so that two runs wait for each other and never in a circle.
NOTE = """
INSERT INTO digests_digesttold (community_id, member_id, section, object_id, through, told_at)
SELECT %(community)s, member, section, object, through, %(now)s
FROM unnest(%(members)s::bigint[], %(sections)s::text[], %(objects)s::bigint[], %(through)s::bigint[])
  AS told (member, section, object, through)
ORDER BY member, section, object
ON CONFLICT (member_id, section, object_id) DO UPDATE
SET through = greatest(digests_digesttold.through, excluded.through), told_at = excluded.told_at
"""

FORGET = "DELETE FROM digests_digesttold WHERE member_id = ANY (%s) AND told_at < %s"


def note_told(batch: Batch, entries: Sequence[Entry]) -> None:
    """Note these things as told, as far as `through`; in the transaction that stores the mail."""
    with connection.cursor() as cursor:
        cursor.execute(
            NOTE,
            {
                "community": batch.community.pk,
                "now": batch.now,
                "members": [entry.member_id for entry in entries],
                "sections": [entry.section for entry in entries],
                "objects": [entry.object_id for entry in entries],
                "through": [entry.through for entry in entries],
            },
        )


def forget_old(batch: Batch) -> None:
    """Forget what was told to these members so long ago that it is no news any more."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [batch.member_ids, batch.now - KEEP])
