"""Entries between the two stages: kept in the community's table, without a model each.

A batch has thousands; they are written and read by one statement each.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from communities.models import Community


@dataclass(slots=True)
class Entry:
    """One thing that concerns one member, with all that its lines in the mail need."""

    member_id: int
    section: str
    kind: str
    object_id: int
    place: int
    # JSON: many are the same, and read only once.
    raw: str
    # The number up to which it tells, where there is one.
    through: int = 0
    pk: int = 0
    # It came since the last digest. What only had no room then makes no mail by itself.
    fresh: bool = True

    @property
    def data(self) -> dict[str, Any]:
        """Return what the section put in."""
        found: dict[str, Any] = json.loads(self.raw)
        return found


# Another run may be at it as well; what it kept is as good.
KEEP = """
INSERT INTO digests_digestentry (community_id, member_id, section, kind, object_id, place, data)
SELECT %(community)s, (e->>0)::bigint, e->>1, e->>2, (e->>3)::bigint, (e->>4)::integer,
       (e->>5)::jsonb
FROM jsonb_array_elements(%(entries)s::jsonb) AS e
ON CONFLICT DO NOTHING
"""

KEPT = """
SELECT e.member_id, e.section, e.kind, e.object_id, e.place, e.data::text,
       coalesce((e.data->>'through')::bigint, 0), e.id
FROM digests_digestentry e JOIN communities_membership m ON m.id = e.member_id
WHERE e.member_id = ANY (%(members)s) AND m.status = 'active' AND m.pace <> 'never'
ORDER BY e.member_id, e.place, e.id
"""

DROP = "DELETE FROM digests_digestentry WHERE member_id = ANY (%(members)s)"


def keep(community: Community, entries: Iterable[Entry]) -> None:
    """Write entries into the community's table; inside its scope."""
    rows = [(e.member_id, e.section, e.kind, e.object_id, e.place, e.raw) for e in entries]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"community": community.pk, "entries": json.dumps(rows)})


def kept(member_ids: Sequence[int]) -> list[Entry]:
    """Return the entries of those of these members who still want them, each member's together."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT, {"members": list(member_ids)})
        return [Entry(*row) for row in cursor.fetchall()]


def drop(member_ids: Sequence[int]) -> None:
    """Delete the entries of these members."""
    with connection.cursor() as cursor:
        cursor.execute(DROP, {"members": list(member_ids)})
