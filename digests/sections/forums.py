"""Two sections on forums: what was said to me, and what is new beside that."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from digests.batch import Batch
from digests.models import DigestEntry
from digests.sections.forum_news import FORUMS, MORE, REPLIES, TOPIC, forum_news
from digests.sections.registry import Item, More
from forums.models.forum import Kind

# Kept: entries whose topic is there, whose forum its member still sees, and of which something is
# neither read nor told.
CURRENT = """
SELECT e.id FROM digests_digestentry e
JOIN forums_topic t ON t.id = e.object_id
JOIN forums_forum f ON f.id = t.forum_id
JOIN (SELECT * FROM unnest(%(seers)s::bigint[], %(audiences)s::bigint[]) AS s (member, audience)) s
  ON s.member = e.member_id AND s.audience = f.audience_id
LEFT JOIN forums_topicreading r ON r.member_id = e.member_id AND r.topic_id = t.id
WHERE e.id = ANY (%(entries)s) AND e.kind = 'topic'
  AND (e.data->>'through')::integer > greatest(r.read_through, r.told_through, 0)
UNION ALL
SELECT e.id FROM digests_digestentry e
JOIN forums_forum f ON f.id = e.object_id
JOIN (SELECT * FROM unnest(%(seers)s::bigint[], %(audiences)s::bigint[]) AS s (member, audience)) s
  ON s.member = e.member_id AND s.audience = f.audience_id
WHERE e.id = ANY (%(entries)s) AND e.kind = 'more'
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

    def find(self, batch: Batch) -> list[DigestEntry]:
        return batch.once("forum news", forum_news).get(self.key, [])

    def outdated(self, batch: Batch, entries: Sequence[DigestEntry]) -> set[int]:
        ids = {entry.pk for entry in entries}
        seers, audiences = batch.seen
        with connection.cursor() as cursor:
            cursor.execute(CURRENT, {"entries": list(ids), "seers": seers, "audiences": audiences})
            return ids - {row[0] for row in cursor.fetchall()}

    def tell(self, batch: Batch, entries: Sequence[DigestEntry]) -> None:
        topics = [entry for entry in entries if entry.kind == TOPIC]
        with connection.cursor() as cursor:
            cursor.execute(
                TELL,
                {
                    "community": batch.community.pk,
                    "members": [entry.member_id for entry in topics],
                    "topics": [entry.object_id for entry in topics],
                    "through": [entry.data["through"] for entry in topics],
                },
            )

    def present(self, entry: DigestEntry, base: str) -> Item | More:
        data = entry.data
        forum = data["forum"]
        name = (get_language() == "es" and forum["name_es"]) or forum["name"]
        if entry.kind == MORE:
            return More(
                words=ngettext(
                    "and %(count)d more in %(forum)s",
                    "and %(count)d more in %(forum)s",
                    data["count"],
                )
                % {"count": data["count"], "forum": name},
                url=f"{base}forums/{forum['slug']}/",
                count=data["count"],
            )
        sentence, headline = _words(data)
        return Item(
            title=data["title"],
            url=f"{base}topics/{data['number']}/posts/{data['first']}/",
            kind=forum["kind"],
            place=_place(forum["kind"], name),
            sentence=sentence,
            excerpt=data["excerpt"],
            headline=headline,
        )


class Replies(_ForumSection):
    """Answers in discussions one opened or wrote in, and posts that call one by name."""

    key = REPLIES

    def title(self) -> str:
        return _("Somebody answered you")


class ForumNews(_ForumSection):
    """Everything else that is new in the forums one may see."""

    key = FORUMS

    def title(self) -> str:
        return _("New in your forums")


def _place(kind: str, name: str) -> str:
    if kind == Kind.ROLE_ALIKE:
        return _("Role-alike: %(forum)s") % {"forum": name}
    if kind == Kind.MIXED_ROLE:
        return _("Mixed roles: %(forum)s") % {"forum": name}
    return str(name)


def _words(data: dict[str, Any]) -> tuple[str, str]:
    """Return the sentence on what happened, and what the mail's subject may say of it."""
    values = {"name": data["author"], "count": data["count"], "others": data["count"] - 1}
    how = data["how"]
    if how == "named":
        sentence = headline = _("%(name)s mentioned you.") % values
    elif how == "answered":
        headline = _("%(name)s answered you.") % values
        sentence = _with_others(headline, values)
    elif how == "beside":
        headline = _("%(name)s answered in a discussion you take part in.") % values
        sentence = _with_others(headline, values)
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
