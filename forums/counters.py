"""What is kept beside the posts to be had quickly: whether it follows from them, and making it so.

Each check is one statement, and sees one moment: what people write meanwhile does not look like a
fault, since every write keeps the counters in its own transaction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce, Least

from communities.models import Community, Membership
from communities.models.membership import Status
from forums.actions.attaching import count_files
from forums.actions.closing import note_pins
from forums.actions.counting import recount_forum, settle
from forums.index_check import entries_at_odds, mend_entries
from forums.models import Forum, PollVote, Post, Topic, TopicReading
from forums.search_documents import POST, TOPIC
from forums.search_translations import POST_WORDS, TOPIC_WORDS

_LAST_NUMBERS = """
SELECT t.id FROM forums_topic t WHERE t.community_id = %s AND t.last_number <> (
  SELECT coalesce(max(p.number), 0) FROM forums_post p WHERE p.topic_id = t.id)
ORDER BY t.id"""
_LAST_POSTS = """
SELECT t.id FROM forums_topic t
LEFT JOIN LATERAL (
  SELECT p.created_at, p.author_id, p.name_hidden FROM forums_post p
  WHERE p.topic_id = t.id AND p.removed_at IS NULL ORDER BY p.number DESC LIMIT 1) AS last ON true
WHERE t.community_id = %s AND (
  (t.removed_at IS NULL) <> (last.created_at IS NOT NULL)
  OR t.removed_at IS NULL
     AND (t.last_post_at, t.last_author_id, t.last_name_hidden)
         <> (last.created_at, last.author_id, last.name_hidden))
ORDER BY t.id"""
_FORUMS = """
SELECT f.id FROM forums_forum f
LEFT JOIN LATERAL (
  SELECT count(*) FILTER (WHERE t.removed_at IS NULL) AS topics,
         max(t.last_post_at) FILTER (WHERE t.removed_at IS NULL) AS last_post_at
  FROM forums_topic t WHERE t.forum_id = f.id) AS counted ON true
LEFT JOIN (
  SELECT t.forum_id, count(*) AS posts FROM forums_post p JOIN forums_topic t ON t.id = p.topic_id
  WHERE p.removed_at IS NULL GROUP BY t.forum_id) AS said ON said.forum_id = f.id
WHERE f.community_id = %s AND (f.topic_count, f.post_count, f.last_post_at)
      IS DISTINCT FROM (counted.topics, coalesce(said.posts, 0), counted.last_post_at)
ORDER BY f.id"""
_PINS = """
SELECT f.id FROM forums_forum f WHERE f.community_id = %s AND f.pinned_until IS DISTINCT FROM (
  SELECT max(t.pinned_until) FROM forums_topic t WHERE t.forum_id = f.id)
ORDER BY f.id"""
_READINGS = """
SELECT r.id FROM forums_topicreading r JOIN forums_topic t ON t.id = r.topic_id
WHERE r.community_id = %s AND greatest(r.read_through, r.told_through) > t.last_number
ORDER BY r.id"""
_MARKS = """
SELECT id FROM communities_membership
WHERE community_id = %s AND has_unread AND status <> 'active' ORDER BY id"""
_ANSWERS = """
SELECT t.id FROM forums_topic t JOIN forums_post p ON p.id = t.accepted_post_id
WHERE t.community_id = %s AND p.topic_id <> t.id ORDER BY t.id"""
# All votes but the newest of a member in a poll with a single choice.
_VOTES = """
SELECT id FROM (
  SELECT v.id, row_number() OVER (PARTITION BY o.poll_id, v.member_id ORDER BY v.id DESC) AS place
  FROM forums_pollvote v JOIN forums_polloption o ON o.id = v.option_id
  JOIN forums_poll p ON p.id = o.poll_id
  WHERE v.community_id = %s AND NOT p.multiple) AS votes
WHERE place > 1 ORDER BY id"""

_FILES = """
SELECT p.id FROM forums_post p
LEFT JOIN (SELECT post_id, count(*) AS files FROM forums_attachment GROUP BY post_id) AS a
  ON a.post_id = p.id
WHERE p.community_id = %s AND p.file_count <> coalesce(a.files, 0)
ORDER BY p.id"""


@dataclass(frozen=True, slots=True)
class Counter:
    """One thing that is kept: `find` returns the ids of the rows that are wrong, `mend` mends them.

    Both are called inside the community's scope.
    """

    what: str
    find: Callable[[Community], list[int]]
    mend: Callable[[Community, Sequence[int]], None]


def _by(sql: str) -> Callable[[Community], list[int]]:
    def find(community: Community) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(sql, [community.pk])
            return [row[0] for row in cursor.fetchall()]

    return find


def _locked(ids: Sequence[int]) -> list[Topic]:
    # In order, as everybody locks them; replies wait until this is done.
    return list(Topic.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def _number_again(_community: Community, ids: Sequence[int]) -> None:
    _locked(ids)
    last = Post.objects.filter(topic=OuterRef("pk")).order_by().values("topic")
    highest = Subquery(last.annotate(last=Max("number")).values("last"))
    Topic.objects.filter(pk__in=ids).update(last_number=Coalesce(highest, 0))


def _settle(_community: Community, ids: Sequence[int]) -> None:
    settle(*_locked(ids))


def _recount(_community: Community, ids: Sequence[int]) -> None:
    for forum_id in ids:
        recount_forum(forum_id)


def _note_pins(_community: Community, ids: Sequence[int]) -> None:
    for forum_id in ids:
        Forum.objects.select_for_update(no_key=True).get(pk=forum_id)
        note_pins(forum_id)


def _move_back(_community: Community, ids: Sequence[int]) -> None:
    last = Subquery(Topic.objects.filter(pk=OuterRef("topic")).values("last_number"))
    TopicReading.objects.filter(pk__in=ids).update(
        read_through=Least(F("read_through"), last), told_through=Least(F("told_through"), last)
    )


def _put_out(_community: Community, ids: Sequence[int]) -> None:
    Membership.objects.filter(pk__in=ids).exclude(status=Status.ACTIVE).update(has_unread=False)


def _take_back(_community: Community, ids: Sequence[int]) -> None:
    for topic in _locked(ids):
        topic.accepted_post = None
        topic.save(update_fields=["accepted_post"])


def _keep_the_newest(_community: Community, ids: Sequence[int]) -> None:
    PollVote.objects.filter(pk__in=ids).delete()


def _count_files(_community: Community, ids: Sequence[int]) -> None:
    for post in Post.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"):
        count_files(post)


# What others are made from comes first.
COUNTERS = (
    Counter("topics with a wrong number of their last post", _by(_LAST_NUMBERS), _number_again),
    Counter("topics with a wrong last post", _by(_LAST_POSTS), _settle),
    Counter("topics with an answer that stands elsewhere", _by(_ANSWERS), _take_back),
    Counter("forums with wrong counts or a wrong last post", _by(_FORUMS), _recount),
    Counter("forums that look for pinned topics too long or not at all", _by(_PINS), _note_pins),
    Counter("readers ahead of their topic", _by(_READINGS), _move_back),
    Counter("marks of unread posts for people who left", _by(_MARKS), _put_out),
    Counter("second votes in polls with a single choice", _by(_VOTES), _keep_the_newest),
    Counter("posts with a wrong count of their files", _by(_FILES), _count_files),
    *(
        Counter(
            f"{what} that the search knows wrongly or not",
            entries_at_odds(kind),
            mend_entries(kind),
        )
        for what, kind in (
            *(("topics", TOPIC), ("posts", POST)),
            *(("translated topics", TOPIC_WORDS), ("translated posts", POST_WORDS)),
        )
    ),
)
