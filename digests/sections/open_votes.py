"""Which votes are open to whom, and not cast yet: one query for all members of a batch."""

from dataclasses import dataclass

from django.db import connection

from digests.batch import Batch

POLLS = "polls"

# Not his own poll, nor while he may not write, and none in a forum or topic of which he wants to hear nothing.
OPEN = """
SELECT s.member, p.id, t.id, t.last_number
FROM forums_poll p
JOIN forums_topic t ON t.id = p.topic_id AND t.removed_at IS NULL AND t.locked_at IS NULL
JOIN forums_forum f ON f.id = t.forum_id
JOIN unnest(%(seers)s::bigint[], %(audiences)s::bigint[]) AS s (member, audience)
  ON s.audience = f.audience_id
JOIN communities_membership m
  ON m.id = s.member AND (m.paused_until IS NULL OR m.paused_until <= %(now)s)
WHERE p.created_at > %(oldest)s AND (p.closes_at IS NULL OR p.closes_at > %(now)s)
  AND t.author_id <> s.member
  AND NOT EXISTS (
    SELECT 1 FROM forums_pollvote v JOIN forums_polloption o ON o.id = v.option_id
    WHERE o.poll_id = p.id AND v.member_id = s.member)
  AND NOT EXISTS (
    SELECT 1 FROM digests_digesttold d
    WHERE d.member_id = s.member AND d.section = 'polls' AND d.object_id = p.id)
  AND NOT EXISTS (
    SELECT 1 FROM notifications_subscription n
    WHERE n.member_id = s.member AND n.level = 'nothing'
      AND ((n.kind = 'forums.topic' AND n.object_id = t.id)
        OR (n.kind = 'forums.forum' AND n.object_id = f.id)))
ORDER BY s.member, p.closes_at NULLS LAST, p.id
"""


@dataclass(frozen=True, slots=True)
class OpenVote:
    """A member whose vote is asked for, and where."""

    member: int
    poll: int
    topic: int
    last_number: int


def open_votes(batch: Batch) -> list[OpenVote]:
    """Return the votes that are open, those that close first before the others."""
    seers, audiences = batch.seen_arrays
    with connection.cursor() as cursor:
        cursor.execute(
            OPEN,
            {"seers": seers, "audiences": audiences, "oldest": batch.oldest, "now": batch.now},
        )
        return [OpenVote(*row) for row in cursor.fetchall()]
