"""How far somebody has read."""

from django.db import connection

from communities.models import Membership
from forums.models import Forum, Topic

# By topic, so that two requests of one person cannot wait for each other in a circle.
_MOVE = """
INSERT INTO forums_topicreading (community_id, member_id, topic_id, read_through, told_through)
SELECT %s, %s, topic, number, 0
FROM unnest(%s::bigint[], %s::int[]) AS mark (topic, number) ORDER BY topic
ON CONFLICT (member_id, topic_id) DO UPDATE
SET read_through = greatest(forums_topicreading.read_through, excluded.read_through)
"""


def mark_read(topic: Topic, *, member: Membership, through: int) -> None:
    """Move the member's marker forward to this post number; never back."""
    _move([(topic.pk, through)], member)


def mark_all_read(member: Membership, *, forum: Forum | None = None) -> None:
    """Move the member's markers to the last post of all topics he sees, or of all in a forum."""
    unread = Topic.objects.visible_to(member).unread_by(member)
    if forum is not None:
        unread = unread.filter(forum=forum)
    _move(list(unread.order_by("pk").values_list("pk", "last_number")), member)


def _move(marks: list[tuple[int, int]], member: Membership) -> None:
    """Each mark is the id of a topic and the number of a post."""
    topics, numbers = [topic for topic, _number in marks], [number for _topic, number in marks]
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [member.community_id, member.pk, topics, numbers])
