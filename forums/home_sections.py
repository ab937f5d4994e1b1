"""What the forums bring to the first page of a community."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone

from communities.access import MemberRequest
from communities.home import HomeSection, register_home_section
from communities.models import Membership
from forums.forum_lists import forums_by_kind
from forums.models import Topic
from forums.models.forum import Kind
from forums.querysets import TopicQuerySet

MY_ROLE_FIRST = Case(
    When(forum__kind=Kind.ROLE_ALIKE, then=Value(0)),
    default=Value(1),
    output_field=IntegerField(),
)
WAITING = 3
NEW = 8
# Older questions are the facilitator's desk's business, not everybody's first line.
WAITS_AT_MOST = timedelta(days=30)
# What is older is found in its forum, marked as unread there.
NEW_FOR = timedelta(days=60)


def news(request: MemberRequest) -> dict[str, Any]:
    """What waits for an answer, and below it what else I have not read."""
    waiting = _at_home(request, _unanswered(request.member)[:WAITING])
    # Each stands in one place only.
    above = {topic.pk for topic in waiting}
    unread = _at_home(request, _unread(request.member)[: NEW + WAITING])
    topics = [topic for topic in unread if topic.pk not in above][:NEW]
    return {"waiting_topics": waiting, "waiting": len(waiting), "topics": topics}


def forums(request: MemberRequest) -> dict[str, Any]:
    return {"kinds": forums_by_kind(request.member)}


def register() -> None:
    register_home_section(HomeSection(10, "forums/_home_news.html", news))
    register_home_section(HomeSection(30, "forums/_home_forums.html", forums))


def _unanswered(member: Membership) -> TopicQuerySet[Topic]:
    """Return questions that nobody has answered: to people of my role first, then to mixed forums."""
    return (
        Topic.objects.visible_to(member)
        .filter(last_number=1, created_at__gte=timezone.now() - WAITS_AT_MOST)
        .exclude(author=member)
        # An introduction waits for nobody in particular.
        .exclude(forum__kind=Kind.EVERYONE)
        .select_related("forum", "author__user", "author__site")
        .annotate(rank=MY_ROLE_FIRST)
        .order_by("rank", "-last_post_at", "-id")
    )


def _unread(member: Membership) -> TopicQuerySet[Topic]:
    """Return what I have not read of late, people of my role first."""
    return (
        Topic.objects.visible_to(member)
        .filter(last_post_at__gte=timezone.now() - NEW_FOR)
        .unread_by(member)
        .select_related("forum", "last_author__user")
        .annotate(rank=MY_ROLE_FIRST)
        .order_by("rank", "-last_post_at", "-id")
    )


def _at_home(request: MemberRequest, topics: Any) -> list[Topic]:
    found = list(topics)
    for topic in found:
        topic.community = topic.forum.community = request.community
    return found
