"""Whether a member may write now: pauses, slow mode, and how much new members write.

Asked before a post is made or held, inside the transaction of the request.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Case, When
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.actions.new_members import check_calls, check_posts
from forums.models import Forum, HeldPost, Post, Topic
from forums.models.held_post import HoldState
from forums.new_member_limits import limits_for
from forums.permissions.facilitating import may_facilitate
from forums.refusals import PostRefusedError, not_yet
from forums.sent_forms import was_sent

DAY = timedelta(days=1)
# Any number that no other advisory lock of ours has.
LOCK = 20_031


@dataclass(frozen=True, slots=True)
class Written:
    """A post of the member's, shown or waiting; what opens a topic has the number 1."""

    moment: datetime
    number: int
    topic_id: int | None
    forum_id: int


def take_turn(
    member: Membership,
    forum: Forum,
    *,
    topic: Topic | None = None,
    body: str = "",
    form_key: UUID | None = None,
) -> None:
    """Raise PostRefusedError, with when to try again, unless the member may write here now.

    `topic` is None for one that is to be opened. No query for members who have been here for some
    days, where there is no slow mode.
    """
    if member.is_paused:
        raise PostRefusedError(member.paused_words)
    slow = forum.slow_minutes or (topic.slow_minutes if topic else 0)
    limits = limits_for(member)
    if not slow and limits is None:
        return
    _wait_for_others(member)
    written = _written(member)
    try:
        if slow:
            _check_slow(written, forum, topic)
        if limits is not None:
            opened = [post.moment for post in written if post.number == 1]
            check_posts([post.moment for post in written], limits, opened=None if topic else opened)
            check_calls(member, forum, body, limits)
    except PostRefusedError:
        # Asked only now: hardly ever does anybody write so much.
        if not _is_free(member, forum) and not was_sent(member, form_key):
            raise


def take_calls(post: Post, *, by: Membership, body: str) -> None:
    """Raise PostRefusedError unless the member may call now whom a change adds to his post."""
    limits = limits_for(by)
    if limits is None or "@" not in body:
        return
    _wait_for_others(by)
    forum = post.topic.forum
    try:
        check_calls(by, forum, body, limits, post=post)
    except PostRefusedError:
        if not _is_free(by, forum):
            raise


def _is_free(member: Membership, forum: Forum) -> bool:
    return member.is_facilitator or may_facilitate(member, forum)


def _wait_for_others(member: Membership) -> None:
    """Let of two posts at once the second wait here, and then count the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, member.pk % 2**31])


def _written(member: Membership) -> list[Written]:
    """Return what the member wrote in a day, the newest first, also what waits: one query."""
    since = timezone.now() - DAY
    posts = Post.objects.filter(author=member, moved_to=None, created_at__gt=since)
    held = HeldPost.objects.filter(
        author=member, state=HoldState.WAITING, edits=None, created_at__gt=since
    )
    rows = posts.values_list("created_at", "number", "topic_id", "topic__forum_id").union(
        held.annotate(n=Case(When(topic=None, then=1), default=2)).values_list(
            "created_at", "n", "topic_id", "forum_id"
        ),
        all=True,
    )
    return [Written(*row) for row in sorted(rows, key=lambda row: row[0], reverse=True)]


def _check_slow(written: list[Written], forum: Forum, topic: Topic | None) -> None:
    in_forum = [post.moment for post in written if post.forum_id == forum.pk]
    in_topic = [post.moment for post in written if topic and post.topic_id == topic.pk]
    for minutes, moments in (
        (topic.slow_minutes if topic else 0, in_topic),
        (forum.slow_minutes, in_forum),
    ):
        if minutes and moments and moments[0] + timedelta(minutes=minutes) > timezone.now():
            raise not_yet(
                _(
                    "Here everybody writes one post every %(minutes)s minutes. You can send yours at"
                    " %(time)s; what you wrote stays here until then."
                ),
                moments[0] + timedelta(minutes=minutes),
                minutes=minutes,
            )
