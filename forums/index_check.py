"""Whether the search knows what is shown in the forums, and for whom: no more and no less."""

from collections.abc import Callable, Sequence

from django.db import connection

from communities.models import Community
from forums.search_documents import POST, TOPIC
from forums.search_translations import POST_WORDS, TOPIC_WORDS
from search.actions import refresh

_TRANSLATED = """
SELECT w.id AS object_id, p.topic_id AS topic, t.forum_id, {answered} AS is_answered,
       CASE WHEN NOT p.name_hidden THEN p.author_id END AS author_id
FROM forums_posttranslation w JOIN forums_post p ON p.id = w.post_id
JOIN forums_topic t ON t.id = p.topic_id
WHERE w.community_id = %s AND w.language <> p.language AND {shown}"""
_SHOWN = {
    TOPIC: """
SELECT t.id AS object_id, t.id AS topic, t.forum_id, t.accepted_post_id IS NOT NULL AS is_answered,
       CASE WHEN NOT p.name_hidden THEN p.author_id END AS author_id
FROM forums_topic t JOIN forums_post p ON p.topic_id = t.id AND p.number = 1
WHERE t.community_id = %s AND t.removed_at IS NULL""",
    POST: """
SELECT p.id AS object_id, p.topic_id AS topic, t.forum_id, false AS is_answered,
       CASE WHEN NOT p.name_hidden THEN p.author_id END AS author_id
FROM forums_post p JOIN forums_topic t ON t.id = p.topic_id
WHERE p.community_id = %s AND p.removed_at IS NULL AND p.number > 1""",
    TOPIC_WORDS: _TRANSLATED.format(
        answered="t.accepted_post_id IS NOT NULL", shown="t.removed_at IS NULL AND p.number = 1"
    ),
    POST_WORDS: _TRANSLATED.format(answered="false", shown="p.removed_at IS NULL AND p.number > 1"),
}


def entries_at_odds(kind: str) -> Callable[[Community], list[int]]:
    """Return what finds the ids of shown things of a kind that are not in the index, or not so.

    And of things that are in it and not shown.
    """
    sql = f"""
SELECT coalesce(shown.object_id, e.object_id) AS id
FROM (SELECT s.*, f.audience_id FROM ({_SHOWN[kind]}) AS s
      JOIN forums_forum f ON f.id = s.forum_id) AS shown
FULL JOIN (SELECT * FROM search_entry WHERE community_id = %s AND kind = %s) AS e
  ON e.object_id = shown.object_id
WHERE (e.audience_id, e.thread, e.place, e.is_answered, e.author_id) IS DISTINCT FROM
      (shown.audience_id, 'topic ' || shown.topic, 'forum ' || shown.forum_id, shown.is_answered,
       shown.author_id)
ORDER BY id"""  # noqa: S608  (text of ours only)

    def find(community: Community) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(sql, [community.pk, community.pk, kind])
            return [row[0] for row in cursor.fetchall()]

    return find


def mend_entries(kind: str) -> Callable[[Community, Sequence[int]], None]:
    """Return what brings the index up to date about some things of a kind."""

    def mend(community: Community, ids: Sequence[int]) -> None:
        refresh(community, kind, ids)

    return mend
