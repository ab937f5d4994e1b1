"""Moving a topic, splitting one, merging two. One at a time in a community.

A post that is carried to another topic keeps its row, and with it all that refers to it. In its old
place a row stays that knows where it went: so numbers have no gaps, no number ever comes to mean
another post, and old addresses lead to the new place, however often a post is carried on.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Community, Membership
from forums.actions.closing import note_pins
from forums.actions.counting import recount_forum, settle
from forums.changed_posts import topics_moved
from forums.models import Forum, Post, Topic
from forums.querysets import PostQuerySet
from forums.search_documents import refresh_whole
from moderation.conflicts import AlreadyDoneError
from moderation.record import record

# Who had read the carried posts has read them in their new topic, as far as they follow without a
# gap on what he read there. `base` is the last number there before they came.
READ_THERE = """
UPDATE forums_topicreading AS there
SET read_through = greatest(there.read_through, CASE WHEN there.read_through >= %(base)s THEN
      %(base)s + (SELECT count(*) FROM unnest(%(numbers)s::integer[]) n WHERE n <= here.read_through)
      ELSE 0 END),
    told_through = greatest(there.told_through, CASE WHEN there.told_through >= %(base)s THEN
      %(base)s + (SELECT count(*) FROM unnest(%(numbers)s::integer[]) n WHERE n <= here.told_through)
      ELSE 0 END)
FROM forums_topicreading AS here
WHERE there.topic_id = %(there)s AND here.topic_id = %(here)s AND here.member_id = there.member_id
"""
# In a new topic nobody has read anything yet.
READ_NEW = """
INSERT INTO forums_topicreading (community_id, member_id, topic_id, read_through, told_through)
SELECT community_id, member_id, %(there)s,
       (SELECT count(*) FROM unnest(%(numbers)s::integer[]) n WHERE n <= read_through),
       (SELECT count(*) FROM unnest(%(numbers)s::integer[]) n WHERE n <= told_through)
FROM forums_topicreading
WHERE topic_id = %(here)s AND greatest(read_through, told_through) >= %(first)s
ORDER BY member_id
"""


def move_topic(topic: Topic, *, by: Membership, to: Forum) -> None:
    """Move a topic to another forum; its number and its address stay. Raises AlreadyDoneError."""
    with _one_at_a_time(topic):
        (current,) = _locked(topic)
        before = current.forum_id
        if before == to.pk:
            raise AlreadyDoneError(_("This topic is in that forum already."))
        current.forum = to
        current.save(update_fields=["forum"])
        for forum_id in sorted((before, to.pk)):
            recount_forum(forum_id)
            note_pins(forum_id)
        refresh_whole(current)
        topics_moved(topic.community, [current.pk])
        record(by, "moved", current, note=f"{topic.forum.name} → {to.name}")


def split_topic(topic: Topic, *, by: Membership, numbers: Collection[int], title: str) -> Topic:
    """Carry these posts into a new topic of the same forum and return it.

    Raises AlreadyDoneError if one of them is not there any more, or nothing would stay.
    """
    with _one_at_a_time(topic):
        (current,) = _locked(topic)
        posts = list(current.posts.filter(number__in=numbers, moved_to=None).order_by("number"))
        if len(posts) < len(set(numbers)):
            raise AlreadyDoneError(_("Somebody else moved one of these posts a moment ago."))
        shown = current.posts.filter(removed_at=None)
        if not shown.exclude(pk__in=[post.pk for post in posts]).exists():
            raise AlreadyDoneError(_("No post would stay in this topic. Change its title instead."))
        topics = Topic.objects.filter(community=topic.community_id)
        new = Topic.objects.create(
            community=topic.community,
            forum_id=current.forum_id,
            number=(topics.aggregate(last=Max("number"))["last"] or 0) + 1,
            title=title,
            author_id=posts[0].author_id,
            last_author_id=posts[-1].author_id,
            name_hidden=posts[0].name_hidden,
            last_name_hidden=posts[-1].name_hidden,
            last_number=0,
            created_at=posts[0].created_at,
            last_post_at=posts[-1].created_at,
        )
        _carry(posts, current, new, by=by)
        settle(current, new)
        refresh_whole(current, new)
        topics_moved(topic.community, [current.pk, new.pk])
        record(by, "split", new, note=current.title)
        return new


def merge_topic(topic: Topic, *, by: Membership, into: Topic) -> None:
    """Carry all posts of a topic into another; its address leads there from now on.

    Posts that once stood there go back to their places, so that merging undoes a split. Raises
    AlreadyDoneError if either was merged meanwhile.
    """
    with _one_at_a_time(topic):
        source, target = _locked(topic, into)
        if source.merged_into_id or target.merged_into_id:
            raise AlreadyDoneError(
                _("One of these topics was merged a moment ago by somebody else.")
            )
        _carry(list(_own_posts(source)), source, target, by=by)
        source.merged_into = target
        source.save(update_fields=["merged_into"])
        settle(source, target)
        refresh_whole(source, target)
        topics_moved(topic.community, [source.pk, target.pk])
        record(by, "merged", source, note=target.title)


def unmerge_topic(topic: Topic, *, by: Membership) -> None:
    """Undo a merge: the posts go back to their places. Raises AlreadyDoneError."""
    with _one_at_a_time(topic):
        (source,) = _locked(topic)
        if source.merged_into_id is None:
            raise AlreadyDoneError(_("These topics are two again already."))
        (target,) = _locked(Topic(pk=source.merged_into_id))
        posts = list(_own_posts(target).filter(former_places__topic=source))
        source.merged_into = None
        source.save(update_fields=["merged_into"])
        _carry(posts, target, source, by=by)
        settle(source, target)
        refresh_whole(source, target)
        topics_moved(topic.community, [source.pk, target.pk])
        record(by, "unmerged", source, note=target.title)


def _own_posts(topic: Topic) -> PostQuerySet[Post]:
    return topic.posts.filter(moved_to=None).order_by("number")


def _carry(posts: Sequence[Post], here: Topic, there: Topic, *, by: Membership) -> None:
    """Give the posts numbers in the other topic, and leave a row in place of each.

    A post that stood there before gets its old number back, the others those after the last one.
    """
    former = dict(there.posts.filter(moved_to__in=posts).values_list("moved_to_id", "number"))
    now = timezone.now()
    places = [
        Post(
            community_id=here.community_id,
            topic=here,
            number=post.number,
            author_id=post.author_id,
            name_hidden=post.name_hidden,
            created_at=post.created_at,
            removed_at=now,
            removed_by=by,
            moved_to=post,
        )
        for post in posts
    ]
    base = there.last_number
    new = [post.number for post in posts if post.pk not in former]
    for post in posts:
        if post.pk in former:
            post.number = former[post.pk]
        else:
            there.last_number += 1
            post.number = there.last_number
        post.topic = there
    # An answer that stands elsewhere answers nothing here.
    Topic.objects.filter(pk=here.pk, accepted_post__in=posts).update(accepted_post=None)
    there.posts.filter(moved_to__in=former).delete()
    Post.objects.bulk_update(posts, ["topic", "number"], batch_size=500)
    Post.objects.bulk_create(places, batch_size=500)
    there.save(update_fields=["last_number"])
    if new:
        values: dict[str, Any] = {
            "base": base,
            "numbers": new,
            "first": new[0],
            "here": here.pk,
            "there": there.pk,
        }
        with connection.cursor() as cursor:
            cursor.execute(READ_THERE if base else READ_NEW, values)


@contextmanager
def _one_at_a_time(topic: Topic) -> Iterator[None]:
    # The community's row is the queue, as for new topics; then topics, then forums.
    with transaction.atomic():
        Community.objects.select_for_update(no_key=True).get(pk=topic.community_id)
        yield


def _locked(*topics: Topic) -> list[Topic]:
    """Return the topics as they are now; replies to them wait until this is done."""
    ids = [topic.pk for topic in topics]
    found = Topic.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    by_id = {topic.pk: topic for topic in found}
    return [by_id[pk] for pk in ids]
