"""Whether a member may write now: pauses, slow mode, and how much new members write.

Asked before a post is made or held, inside the transaction of the request.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Case, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.models import Forum, HeldPost, Mention, Post, Topic
from forums.models.held_post import HoldState
from forums.permissions.facilitating import may_facilitate
from forums.refusals import PostRefusedError
from forums.sent_forms import was_sent

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
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
    is_new = _is_new(member)
    if not slow and not is_new:
        return
    if slow:
        _wait_for_others(member)
    written = _written(member)
    try:
        if slow:
            _check_slow(written, forum, topic)
        if is_new:
            _check_new(member, written, topic, body)
    except PostRefusedError:
        # Asked only now: hardly ever does anybody write so much.
        free = member.is_facilitator or may_facilitate(member, forum)
        if not free and not was_sent(member, form_key):
            raise


def _is_new(member: Membership) -> bool:
    since = timezone.now() - timedelta(days=settings.NEW_MEMBER_DAYS)
    return member.joined_at is not None and member.joined_at > since


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
            raise _not_yet(
                _(
                    "Here everybody writes one post every %(minutes)s minutes. You can send yours at"
                    " %(time)s; what you wrote stays here until then."
                ),
                moments[0] + timedelta(minutes=minutes),
                minutes=minutes,
            )


def _check_new(member: Membership, written: list[Written], topic: Topic | None, body: str) -> None:
    moments = [post.moment for post in written]
    _check_count(moments, HOUR, settings.NEW_MEMBER_POSTS_AN_HOUR)
    _check_count(moments, DAY, settings.NEW_MEMBER_POSTS_A_DAY)
    if topic is None:
        opened = [post.moment for post in written if post.number == 1]
        _check_count(opened, DAY, settings.NEW_MEMBER_TOPICS_A_DAY)
    if "@" in body:
        named = Mention.objects.filter(
            post__author=member, post__created_at__gt=timezone.now() - DAY
        )
        called = named.order_by("-post__created_at").values_list("post__created_at", flat=True)
        _check_count(list(called), DAY, settings.NEW_MEMBER_MENTIONS_A_DAY)


def _check_count(moments: list[datetime], window: timedelta, limit: int) -> None:
    """Refuse when as many of these moments, the newest first, as the limit lie within the window."""
    if limit and len(moments) >= limit and moments[limit - 1] + window > timezone.now():
        raise _not_yet(
            _(
                "Who is new here writes a little at a time in the first days. You can send this at"
                " %(time)s; what you wrote stays here until then."
            ),
            moments[limit - 1] + window,
        )


def _not_yet(sentence: str, again: datetime, **values: object) -> PostRefusedError:
    # Said in whole minutes, and then it is so.
    moment = timezone.localtime(again + timedelta(seconds=59))
    time = date_format(moment, "TIME_FORMAT")
    if moment.date() != timezone.localdate():
        time = date_format(moment, "DATETIME_FORMAT")
    seconds = max(1, int((again - timezone.now()).total_seconds()) + 1)
    return PostRefusedError(sentence % {**values, "time": time}, status=429, retry_after=seconds)
