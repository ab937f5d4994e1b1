"""Reported posts with what was said before them, for those who decide."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from communities.models import Membership
from core.markdown import excerpt
from forums.bylines import name_with
from forums.facilitators import forums_moderated_by
from forums.models import Flag, Post, Topic

BEFORE = 2
LISTED = 50
EXCERPT = 200


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A reported post in the list of those that wait."""

    post_id: int
    author: str
    title: str
    forum: str
    excerpt: str
    count: int
    since: datetime


def open_cases(member: Membership) -> list[CaseRow]:
    """Return the posts with open reports that the member decides on, the oldest first: one query."""
    posts = (
        Post.objects.filter(flags__closed_at=None, flags__isnull=False, removed_at=None)
        .filter(topic__in=Topic.objects.filter(forums_moderated_by(member)))
        .annotate(count=Count("flags"), since=Min("flags__created_at"))
        .select_related("topic__forum", "author__user")
        .order_by("since", "pk")[:LISTED]
    )
    return [
        CaseRow(
            post_id=post.pk,
            author=name_with(post),
            title=post.topic.title,
            forum=post.topic.forum.label,
            excerpt=excerpt(post.html, EXCERPT),
            count=post.count,
            since=post.since,
        )
        for post in posts
    ]


def count_open_cases(member: Membership) -> int:
    """Return how many reported posts wait for the member: one query."""
    flags = Flag.objects.filter(closed_at=None, post__removed_at=None)
    topics = Topic.objects.filter(forums_moderated_by(member))
    return flags.filter(post__topic__in=topics).values("post").distinct().count()


def case_or_none(member: Membership, post_id: int) -> Post | None:
    """Return a post with reports that the member may decide on, or None."""
    return (
        Post.objects.filter(pk=post_id, flags__isnull=False, moved_to=None)
        .filter(topic__in=Topic.objects.filter(forums_moderated_by(member)))
        .select_related("topic__forum", "author__user", "author__site")
        .first()
    )


def said_before(post: Post) -> list[Post]:
    """Return the few shown posts before it, in order: what it may answer to."""
    before = Post.objects.filter(topic=post.topic_id, number__lt=post.number, removed_at=None)
    found = list(before.select_related("author__user").order_by("-number")[:BEFORE])[::-1]
    for earlier in found:
        earlier.topic = post.topic
    return found


def reports_of(post: Post) -> list[Flag]:
    """Return the open reports of a post, the oldest first."""
    reports = Flag.objects.filter(post=post, closed_at=None)
    return list(reports.select_related("by__user").order_by("pk"))
