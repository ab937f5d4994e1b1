"""What is new in the forums that each member of a batch may see: two queries for all of them."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from core.markdown.text import excerpt
from digests.batch import Batch
from digests.entries import Entry
from digests.sections.open_votes import open_votes
from digests.sections.registry import LISTED
from forums.mailed_acts import FACE, THANKS
from forums.models import ReactionKind
from forums.models.form import TELLING
from forums.permissions.reactions import may_react

REPLIES = "replies"
WAITING = "waiting"
FORUMS = "forums"
TOPIC = "topic"
MORE = "more"
EXCERPT = 180
MORE_BY_NAME = 2
# The forum of "and 40 more in other forums".
ELSEWHERE = 0
# Enough HTML for an excerpt, however long the post is.
HTML = 2000

# Each member beside each topic that moved since he was last told and that he may see. Not what he
# wrote himself; nothing up to the number he read or was told, nothing that was mailed to him at once,
# and no topic or forum of which he wants to hear nothing. Topics he opened or wrote in, and those
# where he was called, by name or by a role he has now, are `mine`. Others: role-alike forums of his
# own roles first, then mixed roles, then the rest. What is shown is the post that calls him, else
# the first new one. A topic without a reply that was opened in a forum for his role, or calls it,
# waits for him. Topics in which his vote is asked for are told by the section of votes.
NEWS = """
WITH voting AS (
  SELECT * FROM unnest(%(voters)s::bigint[], %(voted_on)s::bigint[]) AS v (member, topic)
), who AS (SELECT * FROM unnest(%(members)s::bigint[], %(since)s::timestamptz[]) AS w (member, since)),
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
  SELECT w.member, w.since, t.id AS topic, t.forum_id AS forum, t.last_post_at, t.last_number,
         greatest(r.read_through, r.told_through, 0) AS base, t.author_id = w.member AS opened,
         coalesce(c.number > greatest(r.read_through, r.told_through, 0), false) AS named,
         coalesce(c.number, 0) AS call,
         CASE WHEN c.by_name <= greatest(r.read_through, r.told_through, 0) THEN c.role END AS role,
         wrote.member IS NOT NULL AS took_part,
         coalesce(c.by_name, 0) > greatest(r.read_through, r.told_through, 0) AS by_name,
         t.last_number = 1 AND t.locked_at IS NULL AND t.form <> ALL (%(telling)s)
           AND (c.role IS NOT NULL OR (f.kind IN ('role-alike', 'mixed-role') AND o.member IS NOT NULL))
           AS asks,
         CASE WHEN f.kind = 'role-alike' AND o.member IS NOT NULL THEN 0
              WHEN f.kind = 'mixed-role' THEN 1 ELSE 2 END AS nearness
  FROM who w
  JOIN seen s ON s.member = w.member
  JOIN forums_forum f ON f.audience_id = s.audience
  JOIN forums_topic t ON t.forum_id = f.id AND t.last_post_at > w.since AND t.removed_at IS NULL
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
          WHERE p.topic_id = t.id AND p.author_id <> w.member AND p.created_at > w.since
            AND p.removed_at IS NULL
            AND p.number > greatest(r.read_through, r.told_through, 0)
            AND NOT EXISTS (
              SELECT 1 FROM notifications_notice n
              WHERE n.member_id = w.member AND n.kind = 'forums.post' AND n.object_id = p.id
                AND n.told_at IS NOT NULL)))
), sorted AS (
  SELECT *, CASE WHEN by_name OR took_part THEN 'replies' WHEN asks THEN 'waiting'
                 WHEN named THEN 'replies' ELSE 'forums' END AS section
  FROM news
), ranked AS (
  SELECT *, row_number() OVER (
    PARTITION BY member, section
    ORDER BY CASE WHEN section = 'replies' THEN 0 ELSE nearness END, named DESC, opened DESC,
             last_post_at DESC, topic) AS place
  FROM sorted
  WHERE section = 'replies' OR (member, topic) NOT IN (SELECT member, topic FROM voting)
), listed AS (SELECT * FROM ranked WHERE place <= %(listed)s)
SELECT member, section, forum, topic, place, opened, named, last_number, p.count, p.first, p.id, 0,
       role.plural, role.plural_es
FROM listed l LEFT JOIN communities_role role ON role.id = l.role AND named CROSS JOIN LATERAL (
  SELECT count(*) AS count,
         (array_agg(number ORDER BY number = l.call DESC, number))[1] AS first,
         (array_agg(id ORDER BY number = l.call DESC, number))[1] AS id
  FROM forums_post
  WHERE topic_id = l.topic AND number > l.base AND created_at > l.since AND author_id <> l.member
    AND removed_at IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM notifications_notice n
      WHERE n.member_id = l.member AND n.kind = 'forums.post' AND n.object_id = forums_post.id
        AND n.told_at IS NOT NULL)
) p
WHERE p.count > 0
UNION ALL
SELECT member, section, forum, 0, %(listed)s + 1, false, false, 0, 0, 0, 0, count(*),
       NULL, NULL
FROM ranked WHERE place > %(listed)s GROUP BY member, section, forum
"""

# Without an author where he hides his name.
POSTS = """
SELECT p.id, left(p.html, %(html)s), CASE WHEN NOT p.name_hidden
         THEN coalesce(nullif(u.display_name, ''), split_part(u.email, '@', 1)) END,
       t.number, t.title, p.number = 1,
       CASE WHEN p.file_count > 0 THEN
         (SELECT array_agg(a.name ORDER BY a.id) FROM forums_attachment a WHERE a.post_id = p.id)
       END,
       t.form, t.titles::text,
       (SELECT json_object_agg(x.language, left(x.html, %(html)s))::text
        FROM forums_posttranslation x WHERE x.post_id = p.id)
FROM forums_post p
JOIN forums_topic t ON t.id = p.topic_id
JOIN communities_membership m ON m.id = p.author_id
JOIN accounts_user u ON u.id = m.user_id
WHERE p.id = ANY (%(posts)s)
"""

FORUMS_OF_TOPICS = """
SELECT id, slug, kind, name, name_es FROM forums_forum WHERE id = ANY (%(forums)s)
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of NEWS: a topic that is listed, or how many more there are in a forum."""

    member: int
    section: str
    forum: int
    topic: int
    place: int
    opened: bool
    named: bool
    last_number: int
    replies: int
    first: int
    post: int
    more: int
    role: str | None
    role_es: str | None
    """What those are called who were called, if it was not by name."""


def forum_news(batch: Batch) -> dict[str, list[Entry]]:
    """Return the entries of three sections: replies to one, who waits for one's role, other news."""
    rows = [Row(*row) for row in _fetch(NEWS, **_members(batch))]
    posts = {row[0]: row[1:] for row in _fetch(POSTS, html=HTML, posts=_ids(r.post for r in rows))}
    forums = {
        row[0]: dict(zip(("slug", "kind", "name", "name_es"), row[1:], strict=True))
        for row in _fetch(FORUMS_OF_TOPICS, forums=_ids(r.forum for r in rows))
    }
    excerpts = {key: excerpt(post[0], EXCERPT) for key, post in posts.items()}
    translated = {key: _translated(*post[-2:]) for key, post in posts.items()}
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for row in _few_forums(rows):
        data: dict[str, Any] = {"forum": forums.get(row.forum)}
        if row.more:
            data["count"] = row.more
        else:
            _html, author, number, title, opens, files, form, *_others = posts[row.post]
            data |= {
                "number": number,
                "title": title,
                "author": author,
                "excerpt": excerpts[row.post],
                "files": files or [],
                "first": row.first,
                "post": row.post,
                "acts": _acts(row, form),
                "through": row.last_number,
                "count": row.replies,
                "how": _how(row, opens=opens),
            }
            if translated[row.post]:
                data["translated"] = translated[row.post]
            if row.role:
                data["role"] = {"en": row.role, "es": row.role_es}
        kind, object_id = (MORE, row.forum) if row.more else (TOPIC, row.topic)
        raw = json.dumps(data)
        found[row.section].append(Entry(row.member, row.section, kind, object_id, row.place, raw))
    return found


def _translated(titles: str, htmls: str | None) -> dict[str, dict[str, str]]:
    """Return by language what others made of title and excerpt."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for language, title in json.loads(titles).items():
        found[language]["title"] = title
    for language, html in json.loads(htmls or "{}").items():
        found[language]["excerpt"] = excerpt(html, EXCERPT)
    return dict(found)


def _few_forums(rows: Iterable[Row]) -> list[Row]:
    """Return the rows, with "and 7 more" for a few forums by name and for the rest together."""
    kept: list[Row] = []
    more: defaultdict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.more:
            more[row.member, row.section].append(row)
        else:
            kept.append(row)
    for of_member in more.values():
        of_member.sort(key=lambda row: (-row.more, row.forum))
        named = MORE_BY_NAME if len(of_member) > MORE_BY_NAME + 1 else len(of_member)
        kept += [replace(row, place=LISTED + 1 + n) for n, row in enumerate(of_member[:named])]
        if rest := sum(row.more for row in of_member[named:]):
            last = of_member[named]
            kept.append(replace(last, forum=ELSEWHERE, place=LISTED + 1 + named, more=rest))
    return kept


def _how(row: Row, *, opens: bool) -> str:
    """Return in a word why this topic concerns the member."""
    if row.named:
        return "named"
    if row.opened:
        return "answered"
    if row.section == REPLIES:
        return "beside"
    if row.section == WAITING:
        return "asks"
    return "opened" if opens else "moved"


def _acts(row: Row, form: str) -> list[str]:
    """Return what the reader can say of it in a word: one faces what another's first post describes."""
    faces = not row.opened and may_react(ReactionKind.FACE, form=form, number=1)
    return [FACE, THANKS] if faces else [THANKS]


def _members(batch: Batch) -> dict[str, Any]:
    seers, audiences = batch.seen
    votes = batch.once("open votes", open_votes)
    since = batch.since
    return {
        "members": batch.member_ids,
        "since": since,
        "oldest": min(since),
        "seers": seers,
        "audiences": audiences,
        "listed": LISTED,
        "telling": list(TELLING),
        "voters": [vote.member for vote in votes],
        "voted_on": [vote.topic for vote in votes],
    }


def _ids(numbers: Iterable[int]) -> list[int]:
    return sorted(set(numbers) - {0})


def _fetch(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
