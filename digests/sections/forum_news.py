"""What is new in the forums that each member of a batch may see: four queries for all of them."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from core.markdown.text import excerpt
from digests.batch import Batch
from digests.entries import Entry
from digests.ranking import ranked
from digests.sections.forum_candidates import Found, candidates
from digests.sections.registry import LISTED, MORE
from forums.mailed_words import FACE, THANKS
from forums.models import ReactionKind
from forums.permissions.reactions import may_react

REPLIES = "replies"
WAITING = "waiting"
FORUMS = "forums"
TOPIC = "topic"
EXCERPT = 180
MORE_BY_NAME = 2
# The forum of "and 40 more in other forums".
ELSEWHERE = 0
# Enough HTML for an excerpt, however long the post is.
HTML = 2000

# What is shown of a topic is the post that calls him, else the first new one.
NEW_POSTS = """
SELECT w.member, w.topic, p.count, p.first, p.id
FROM unnest(%(members)s::bigint[], %(topics)s::bigint[], %(bases)s::integer[], %(calls)s::integer[],
            %(oldest)s::timestamptz[])
  AS w (member, topic, base, call, oldest)
CROSS JOIN LATERAL (
  SELECT count(*) AS count,
         (array_agg(number ORDER BY number = w.call DESC, number))[1] AS first,
         (array_agg(id ORDER BY number = w.call DESC, number))[1] AS id
  FROM forums_post
  WHERE topic_id = w.topic AND number > w.base AND created_at > w.oldest
    AND author_id <> w.member AND removed_at IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM notifications_notice n
      WHERE n.member_id = w.member AND n.kind = 'forums.post' AND n.object_id = forums_post.id
        AND n.told_at IS NOT NULL)
) p
WHERE p.count > 0
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


@dataclass(slots=True)
class Listed:
    """A topic that is told: where it stands, and what is shown of it."""

    found: Found
    place: int
    replies: int
    first: int
    post: int


def forum_news(batch: Batch) -> dict[str, list[Entry]]:
    """Return the entries of three sections: replies to one, who waits for one's role, other news."""
    chosen, more = _chosen(candidates(batch))
    listed = _with_posts(batch, chosen)
    posts = {
        row[0]: row[1:]
        for row in _fetch(POSTS, html=HTML, posts=sorted({one.post for one in listed}))
    }
    forum_ids = {one.found.forum for one in listed} | {forum for _m, _s, forum, _n, _p in more}
    forums = {
        row[0]: dict(zip(("slug", "kind", "name", "name_es"), row[1:], strict=True))
        for row in _fetch(FORUMS_OF_TOPICS, forums=sorted(forum_ids))
    }
    excerpts = {key: _excerpt(post[0]) for key, post in posts.items()}
    translated = {key: _translated(*post[-2:]) for key, post in posts.items()}
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    raws: dict[tuple[object, ...], str] = {}
    for one in listed:
        found = one.found
        # Many are told the same.
        key = (
            one.post,
            one.first,
            one.replies,
            found.section,
            found.named,
            found.answers,
            found.role,
        )
        raw = raws.get(key)
        if raw is None:
            _html, author, number, title, opens, files, form, *_others = posts[one.post]
            data: dict[str, Any] = {
                "forum": forums[found.forum] | {"id": found.forum},
                "number": number,
                "title": title,
                "author": author,
                "excerpt": excerpts[one.post],
                "files": files or [],
                "first": one.first,
                "post": one.post,
                "acts": _acts(found, form),
                "through": found.last_number,
                "count": one.replies,
                "how": _how(found, opens=opens),
            }
            if translated[one.post]:
                data["translated"] = translated[one.post]
            if found.role:
                data["role"] = {"en": found.role, "es": found.role_es}
            raw = raws[key] = json.dumps(data)
        entries[found.section].append(
            Entry(
                *(found.member, found.section, TOPIC, found.topic, one.place, raw),
                fresh=found.fresh,
            )
        )
    for member, section, forum, count, place in more:
        raw = json.dumps({"forum": forums.get(forum), "count": count})
        entries[section].append(Entry(member, section, MORE, forum, place, raw, fresh=False))
    return entries


# Member, section, forum, how many, place.
type Rest = tuple[int, str, int, int, int]


def _chosen(found: Iterable[Found]) -> tuple[list[tuple[int, Found]], list[Rest]]:
    """Return who is listed, with places, and how many more there are in which forums."""
    chosen: list[tuple[int, Found]] = []
    more: list[Rest] = []
    of_members: defaultdict[tuple[int, str], list[Found]] = defaultdict(list)
    for one in found:
        of_members[one.member, one.section].append(one)
    for (member, section), of_member in of_members.items():
        best = ranked(of_member)[:LISTED]
        chosen += enumerate(best, start=1)
        left = Counter({one.forum: one.in_forum for one in of_member})
        left.subtract(one.forum for one in best)
        more += [
            (member, section, forum, count, LISTED + 1 + n)
            for n, (forum, count) in enumerate(few_forums(+left))
        ]
    return chosen, more


def few_forums(left: Counter[int]) -> list[tuple[int, int]]:
    """Return forums with how many more: a few by name, the rest together as ELSEWHERE."""
    rest = left.pop(ELSEWHERE, 0)
    forums = sorted(left.items(), key=lambda item: (-item[1], item[0]))
    named = len(forums) if len(forums) <= MORE_BY_NAME + 1 and not rest else MORE_BY_NAME
    rest += sum(count for _forum, count in forums[named:])
    return [*forums[:named], *([(ELSEWHERE, rest)] if rest else [])]


def _with_posts(batch: Batch, chosen: list[tuple[int, Found]]) -> list[Listed]:
    """Return them with what is new in each; one in which nothing is any more is left out."""
    oldest = dict(zip(batch.member_ids, batch.oldest_of_each, strict=True))
    rows = _fetch(
        NEW_POSTS,
        members=[found.member for _place, found in chosen],
        topics=[found.topic for _place, found in chosen],
        bases=[found.base for _place, found in chosen],
        calls=[found.call for _place, found in chosen],
        oldest=[oldest[found.member] for _place, found in chosen],
    )
    news = {(member, topic): about for member, topic, *about in rows}
    return [
        Listed(found, place, *news[found.member, found.topic])
        for place, found in chosen
        if (found.member, found.topic) in news
    ]


# The next batch of the same community has most of them again.
@lru_cache(maxsize=1000)
def _excerpt(html: str) -> str:
    return excerpt(html, EXCERPT)


def _translated(titles: str, htmls: str | None) -> dict[str, dict[str, str]]:
    """Return by language what others made of title and excerpt."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for language, title in json.loads(titles).items():
        found[language]["title"] = title
    for language, html in json.loads(htmls or "{}").items():
        found[language]["excerpt"] = _excerpt(html)
    return dict(found)


def _how(found: Found, *, opens: bool) -> str:
    """Return in a word why this topic concerns the member."""
    if found.named:
        return "named"
    if found.answers:
        return "answered"
    if found.section == REPLIES:
        return "beside"
    if found.section == WAITING:
        return "asks"
    return "opened" if opens else "moved"


def _acts(found: Found, form: str) -> list[str]:
    """Return what the reader can say of it in a word: one faces what another's first post describes."""
    faces = not found.answers and may_react(ReactionKind.FACE, form=form, number=1)
    return [FACE, THANKS] if faces else [THANKS]


def _fetch(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
