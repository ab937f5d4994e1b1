"""Three sections on forums: what was said to me, who waits for my role, and what else is new."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from digests.batch import Batch
from digests.entries import Entry
from digests.sections.forum_news import (
    ELSEWHERE,
    FORUMS,
    REPLIES,
    TOPIC,
    WAITING,
    few_forums,
    forum_news,
)
from digests.sections.places import forum_name, forum_place
from digests.sections.registry import LISTED, MORE, Item, More
from forums.bylines import hidden_name
from forums.telling import POST

PLACES = """
SELECT 'topic', t.id, f.audience_id FROM forums_topic t JOIN forums_forum f ON f.id = t.forum_id
WHERE t.id = ANY (%(topics)s) AND t.removed_at IS NULL
UNION ALL
SELECT 'more', id, audience_id FROM forums_forum WHERE id = ANY (%(forums)s)
"""

ANSWERED = "SELECT id FROM forums_topic WHERE id = ANY (%s) AND last_number > 1"

# Entries whose excerpt is of a post that was removed since.
REMOVED = """
SELECT e.entry FROM unnest(%(entries)s::bigint[], %(topics)s::bigint[], %(first)s::integer[])
  AS e (entry, topic, first)
JOIN forums_post p ON p.topic_id = e.topic AND p.number = e.first
WHERE p.removed_at IS NOT NULL
"""

# Entries of which nothing is left to tell, since it was mailed at once or removed meanwhile.
MAILED = """
SELECT e.entry FROM unnest(%(entries)s::bigint[], %(members)s::bigint[], %(topics)s::bigint[],
                           %(first)s::integer[], %(through)s::integer[])
  AS e (entry, member, topic, first, through)
WHERE NOT EXISTS (
  SELECT 1 FROM forums_post p
  WHERE p.topic_id = e.topic AND p.number BETWEEN e.first AND e.through
    AND p.author_id <> e.member AND p.removed_at IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM notifications_notice n
      WHERE n.member_id = e.member AND n.kind = 'forums.post' AND n.object_id = p.id
        AND n.told_at IS NOT NULL))
"""

KNOWN = """
SELECT member_id, topic_id, greatest(read_through, told_through) FROM forums_topicreading
WHERE member_id = ANY (%(members)s) AND topic_id = ANY (%(topics)s)
"""

# In the order of the index, so that somebody who reads just now cannot deadlock with us.
TELL = """
INSERT INTO forums_topicreading (community_id, member_id, topic_id, read_through, told_through)
SELECT %(community)s, member, topic, 0, through
FROM unnest(%(members)s::bigint[], %(topics)s::bigint[], %(through)s::integer[])
  AS told (member, topic, through)
ORDER BY member, topic
ON CONFLICT (member_id, topic_id) DO UPDATE
SET told_through = greatest(forums_topicreading.told_through, excluded.told_through)
"""


class _ForumSection:
    key: str
    waits: bool

    def find(self, batch: Batch) -> list[Entry]:
        return batch.once("forum news", forum_news).get(self.key, [])

    def outdated(self, batch: Batch, entries: Sequence[Entry]) -> set[int]:
        """Return what is gone, closed to its member, or read or told as far as it goes."""
        on_topics = [entry for entry in entries if entry.kind == TOPIC]
        topics = sorted({entry.object_id for entry in on_topics})
        forums = sorted({entry.object_id for entry in entries if entry.kind == MORE})
        with connection.cursor() as cursor:
            cursor.execute(PLACES, {"topics": topics, "forums": forums})
            audiences = {(kind, pk): audience for kind, pk, audience in cursor.fetchall()}
            cursor.execute(KNOWN, {"topics": topics, "members": batch.member_ids})
            known = {(member, topic): number for member, topic, number in cursor.fetchall()}
            columns = {
                "entries": [entry.pk for entry in on_topics],
                "members": [entry.member_id for entry in on_topics],
                "topics": [entry.object_id for entry in on_topics],
                "first": [entry.data["first"] for entry in on_topics],
                "through": [entry.through for entry in on_topics],
            }
            cursor.execute(REMOVED, columns)
            gone = {entry for (entry,) in cursor.fetchall()}
            cursor.execute(MAILED, columns)
            gone |= {entry for (entry,) in cursor.fetchall()}
        seen = set(zip(*batch.seen, strict=True))
        return {
            e.pk
            for e in entries
            if e.object_id != ELSEWHERE
            and (
                (e.member_id, audiences.get((e.kind, e.object_id))) not in seen
                or e.pk in gone
                or (e.kind == TOPIC and known.get((e.member_id, e.object_id), 0) >= e.through)
            )
        }

    def tell(self, batch: Batch, entries: Sequence[Entry]) -> None:
        topics = [entry for entry in entries if entry.kind == TOPIC]
        tell_topics(batch, [(e.member_id, e.object_id, e.through) for e in topics])

    def left_out(self, cut: Sequence[Entry], more: Sequence[Entry]) -> list[Entry]:
        """Return "and 7 more in Family engagement", for a few forums and for the others together."""
        forums = {e.object_id: e.data["forum"] for e in more}
        left = Counter({e.object_id: e.data["count"] for e in more})
        for entry in cut:
            forum = entry.data["forum"]
            forums[forum["id"]] = forum
            left[forum["id"]] += 1
        member, section = cut[0].member_id, cut[0].section
        return [
            Entry(
                *(member, section, MORE, forum, LISTED + 1 + n),
                json.dumps({"forum": forums.get(forum), "count": count}),
                fresh=False,
            )
            for n, (forum, count) in enumerate(few_forums(left))
        ]

    def present(self, entry: Entry, base: str) -> Item | More:
        data = entry.data
        if entry.object_id == ELSEWHERE:
            words = ngettext(
                "and %(count)d more in other forums",
                "and %(count)d more in other forums",
                data["count"],
            )
            return More(sentence=words % data, url=f"{base}forums/", count=data["count"])
        forum = data["forum"]
        if entry.kind == MORE:
            return More(
                sentence=ngettext(
                    "and %(count)d more in %(forum)s",
                    "and %(count)d more in %(forum)s",
                    data["count"],
                )
                % {"count": data["count"], "forum": forum_name(forum)},
                url=f"{base}forums/{forum['slug']}/",
                count=data["count"],
            )
        sentence, headline = _words(data)
        translated = data.get("translated", {}).get(get_language(), {})
        return Item(
            title=translated.get("title", data["title"]),
            url=f"{base}topics/{data['number']}/posts/{data['first']}/",
            kind=forum["kind"],
            place=forum_place(forum),
            sentence=sentence,
            excerpt=_with_files({**data, **translated}),
            headline=headline,
            # Entries that were gathered before posts could be answered know of none.
            about=(POST, data["post"]) if "post" in data else None,
            acts=data.get("acts", ()),
        )


def tell_topics(batch: Batch, told: Sequence[tuple[int, int, int]]) -> None:
    """Note of each member and topic up to which number it was told."""
    with connection.cursor() as cursor:
        cursor.execute(
            TELL,
            {
                "community": batch.community.pk,
                "members": [member for member, _topic, _through in told],
                "topics": [topic for _member, topic, _through in told],
                "through": [through for _member, _topic, through in told],
            },
        )


class Replies(_ForumSection):
    """Answers in discussions one opened or wrote in, and posts that call one by name."""

    key = REPLIES
    waits = True

    def title(self) -> str:
        return _("For you")


class Waiting(_ForumSection):
    """Who asked in a forum for one's role, or called it, and has no reply yet."""

    key = WAITING
    waits = True

    def title(self) -> str:
        return _("People waiting for your answer")

    def outdated(self, batch: Batch, entries: Sequence[Entry]) -> set[int]:
        """Return also what was answered since: nobody waits there any more."""
        with connection.cursor() as cursor:
            cursor.execute(ANSWERED, [[e.object_id for e in entries if e.kind == TOPIC]])
            answered = {topic for (topic,) in cursor.fetchall()}
        gone = {e.pk for e in entries if e.kind == TOPIC and e.object_id in answered}
        return gone | super().outdated(batch, entries)


class ForumNews(_ForumSection):
    """Everything else that is new in the forums one may see."""

    key = FORUMS
    waits = False

    def title(self) -> str:
        return _("New in your forums")


def _with_files(data: dict[str, Any]) -> str:
    """Return the excerpt, with the names of the files that stand beside it."""
    # Entries that were gathered before there were files know of none.
    if not data.get("files"):
        return str(data["excerpt"])
    values = {"words": data["excerpt"], "names": ", ".join(data["files"])}
    return _("%(words)s (With it: %(names)s)") % values


def _words(data: dict[str, Any]) -> tuple[str, str]:
    """Return the sentence on what happened, and what the mail's subject may say of it."""
    values = {
        "name": data["author"] or hidden_name(),
        "count": data["count"],
        "others": data["count"] - 1,
    }
    how = data["how"]
    if how == "named" and data.get("role"):
        role = (get_language() == "es" and data["role"]["es"]) or data["role"]["en"]
        sentence = headline = _("%(name)s wrote to all in your role: %(role)s.") % {
            **values,
            "role": role,
        }
    elif how == "named":
        sentence = headline = _("%(name)s mentioned you.") % values
    elif how == "answered":
        headline = _("%(name)s answered you.") % values
        sentence = _with_others(headline, values)
    elif how == "beside":
        headline = _("%(name)s answered in a discussion you take part in.") % values
        sentence = _with_others(headline, values)
    elif how == "asks":
        headline = ""
        sentence = _("%(name)s waits for an answer from people in your role.") % values
    elif how == "opened":
        headline = ""
        sentence = _with_others(_("%(name)s began this discussion.") % values, values)
    else:
        headline = ""
        sentence = (
            ngettext(
                "%(count)d new reply, by %(name)s.",
                "%(count)d new replies, the first by %(name)s.",
                data["count"],
            )
            % values
        )
    return sentence, headline


def _with_others(sentence: str, values: dict[str, Any]) -> str:
    if not values["others"]:
        return sentence
    more = ngettext(
        "There is %(others)d more reply.", "There are %(others)d more replies.", values["others"]
    )
    return f"{sentence} {more % values}"
