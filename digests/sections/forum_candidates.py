"""What could be told of the forums to each member of a batch: one query for all of them."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from digests import ranking
from digests.batch import Batch
from digests.ranking import Candidate
from digests.sections.open_votes import open_votes
from digests.sections.registry import LISTED
from forums.models.form import TELLING

# Each member beside each topic that moved since he was last told and that he may see. Not what he
# wrote himself; nothing up to the number he read or was told, nothing that was mailed to him at once,
# and no topic or forum of which he wants to hear nothing. Topics he opened or wrote in, and those
# where he was called by name, are replies to him. A topic without a reply that was opened in a forum
# for his role, or calls it, waits for him. Topics in which his vote is asked for are told by the
# section of votes. Of each forum as many as can be listed, by their points in digests.ranking.
NEWS = """
WITH voting AS (
  SELECT * FROM unnest(%(voters)s::bigint[], %(voted_on)s::bigint[]) AS v (member, topic)
), who AS (
  SELECT w.*, m.site_id AS site
  FROM unnest(%(members)s::bigint[], %(since)s::timestamptz[], %(oldest_of_each)s::timestamptz[])
    AS w (member, since, oldest)
  JOIN communities_membership m ON m.id = w.member
),
seen AS (SELECT * FROM unnest(%(seers)s::bigint[], %(audiences)s::bigint[]) AS s (member, audience)),
own_role AS (
  SELECT DISTINCT mr.membership_id AS member, ar.audience_id AS audience
  FROM communities_membershiprole mr JOIN communities_audiencerole ar ON ar.role_id = mr.role_id
  WHERE mr.membership_id = ANY (%(members)s)
), mailed AS (
  SELECT DISTINCT n.member_id AS member, p.topic_id AS topic
  FROM notifications_notice n JOIN forums_post p ON p.id = n.object_id
  WHERE n.kind = 'forums.post' AND n.member_id = ANY (%(members)s) AND n.told_at IS NOT NULL
    AND p.created_at > %(oldest)s
), said AS (
  SELECT member_id AS member, kind, object_id AS id, level = 'nothing' AS silence
  FROM notifications_subscription
  WHERE member_id = ANY (%(members)s) AND kind IN ('forums.topic', 'forums.forum')
), wrote AS (
  SELECT DISTINCT author_id AS member, topic_id AS topic FROM forums_post
  WHERE author_id = ANY (%(members)s) AND removed_at IS NULL
), call AS (
  SELECT member_id AS member, post_id AS post, NULL::bigint AS role FROM forums_mention
  WHERE member_id = ANY (%(members)s)
  UNION ALL
  SELECT mr.membership_id, rm.post_id, rm.role_id
  FROM forums_rolemention rm JOIN communities_membershiprole mr ON mr.role_id = rm.role_id
  WHERE mr.membership_id = ANY (%(members)s) AND rm.created_at > %(oldest)s
), called AS (
  SELECT call.member, p.topic_id AS topic, max(p.number) AS number,
         coalesce(max(p.number) FILTER (WHERE role IS NULL), 0) AS by_name,
         (array_agg(role ORDER BY p.number DESC) FILTER (WHERE role IS NOT NULL))[1] AS role
  FROM call JOIN forums_post p ON p.id = call.post
  WHERE p.created_at > %(oldest)s AND p.removed_at IS NULL AND p.author_id <> call.member
    AND NOT EXISTS (
      SELECT 1 FROM notifications_notice n
      WHERE n.member_id = call.member AND n.kind = 'forums.post' AND n.object_id = p.id
        AND n.told_at IS NOT NULL)
  GROUP BY 1, 2
), news AS MATERIALIZED (
  SELECT w.member, t.id AS topic, t.forum_id AS forum, t.last_post_at, t.last_number,
         t.last_post_at > w.since AS fresh, greatest(r.read_through, r.told_through, 0) AS base,
         t.author_id = w.member AS opened, wrote.member IS NOT NULL AS took_part,
         coalesce(c.number > greatest(r.read_through, r.told_through, 0), false) AS named,
         coalesce(c.by_name > greatest(r.read_through, r.told_through, 0), false) AS by_name,
         coalesce(c.number, 0) AS call,
         CASE WHEN c.by_name <= greatest(r.read_through, r.told_through, 0) THEN c.role END AS role,
         f.kind = 'role-alike' AND o.member IS NOT NULL AS alike,
         f.kind = 'mixed-role' AND o.member IS NOT NULL AS mixed,
         (f.kind = 'site' OR (a.site_id = w.site AND NOT t.name_hidden)) IS TRUE AS site,
         t.last_number = 1 AND t.locked_at IS NULL AND t.form <> ALL (%(telling)s)
           AND f.kind <> 'everyone' AS unanswered
  FROM who w
  JOIN seen s ON s.member = w.member
  JOIN forums_forum f ON f.audience_id = s.audience
  JOIN forums_topic t ON t.forum_id = f.id AND t.last_post_at > w.oldest AND t.removed_at IS NULL
  JOIN communities_membership a ON a.id = t.author_id
  LEFT JOIN forums_topicreading r ON r.member_id = w.member AND r.topic_id = t.id
  LEFT JOIN own_role o ON o.member = w.member AND o.audience = s.audience
  LEFT JOIN wrote ON wrote.member = w.member AND wrote.topic = t.id
  LEFT JOIN mailed ON mailed.member = w.member AND mailed.topic = t.id
  LEFT JOIN called c ON c.member = w.member AND c.topic = t.id
  LEFT JOIN said on_topic
    ON on_topic.member = w.member AND on_topic.kind = 'forums.topic' AND on_topic.id = t.id
  LEFT JOIN said on_forum
    ON on_forum.member = w.member AND on_forum.kind = 'forums.forum' AND on_forum.id = f.id
  WHERE t.last_number > greatest(r.read_through, r.told_through, 0)
    AND NOT coalesce(on_topic.silence, on_forum.silence, false)
    AND ((t.last_author_id <> w.member AND mailed.member IS NULL) OR EXISTS (
          SELECT 1 FROM forums_post p
          WHERE p.topic_id = t.id AND p.author_id <> w.member AND p.created_at > w.oldest
            AND p.removed_at IS NULL
            AND p.number > greatest(r.read_through, r.told_through, 0)
            AND NOT EXISTS (
              SELECT 1 FROM notifications_notice n
              WHERE n.member_id = w.member AND n.kind = 'forums.post' AND n.object_id = p.id
                AND n.told_at IS NOT NULL)))
), sorted AS (
  SELECT *, CASE WHEN by_name OR took_part THEN 'replies'
                 WHEN unanswered AND (alike OR mixed OR named) THEN 'waiting'
                 WHEN named THEN 'replies' ELSE 'forums' END AS section
  FROM news
), placed AS (
  SELECT *, count(*) OVER forum AS in_forum, row_number() OVER (forum ORDER BY
      named::int * %(NAMED)s + opened::int * %(ANSWERS)s + alike::int * %(ROLE_ALIKE)s
      + mixed::int * %(MIXED_ROLE)s + site::int * %(SITE)s + unanswered::int * %(UNANSWERED)s DESC,
      fresh DESC, last_post_at DESC, topic) AS place
  FROM sorted
  WHERE section = 'replies' OR (member, topic) NOT IN (SELECT member, topic FROM voting)
  WINDOW forum AS (PARTITION BY member, section, forum)
)
SELECT topic, forum, named, opened, alike, mixed, site, unanswered, fresh, last_post_at,
       member, section, in_forum, last_number, base, call, role.plural, role.plural_es
FROM placed LEFT JOIN communities_role role ON role.id = placed.role AND named
WHERE place <= %(listed)s
"""


@dataclass(slots=True)
class Found(Candidate):
    """A line of NEWS."""

    member: int
    section: str
    in_forum: int
    """How many there are of its forum in this section, listed or not."""
    last_number: int
    base: int
    """The number up to which he knows it."""
    call: int
    """The number of the post that calls him; 0 if none does."""
    role: str | None
    role_es: str | None
    """What those are called who were called, if it was not by name."""


def candidates(batch: Batch) -> list[Found]:
    """Return what could be told; of a forum no more than can be listed."""
    seers, audiences = batch.seen_arrays
    votes = batch.once("open votes", open_votes)
    values: dict[str, Any] = {
        "members": batch.member_ids,
        "since": batch.since,
        "oldest": batch.oldest,
        "oldest_of_each": batch.oldest_of_each,
        "seers": seers,
        "audiences": audiences,
        "listed": LISTED,
        "telling": list(TELLING),
        "voters": [vote.member for vote in votes],
        "voted_on": [vote.topic for vote in votes],
    }
    for name in ("NAMED", "ANSWERS", "ROLE_ALIKE", "MIXED_ROLE", "SITE", "UNANSWERED"):
        values[name] = getattr(ranking, name)
    with connection.cursor() as cursor, batch.without_nested_loops(cursor):
        cursor.execute(NEWS, values)
        return [Found(*row) for row in cursor.fetchall()]
