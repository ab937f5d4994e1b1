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


def waiting(request: MemberRequest) -> dict[str, Any] | None:
    """Questions that nobody has answered: to people of my role first, then to mixed forums."""
    topics = _unanswered(request.member).select_related("forum", "author__user", "author__site")
    found = _at_home(request, topics[:WAITING])
    return {"topics": found, "waiting": len(found)} if found else None


def new_for_me(request: MemberRequest) -> dict[str, Any]:
    """What I have not read, people of my role first."""
    topics = (
        Topic.objects.visible_to(request.member)
        .unread_by(request.member)
        # Those stand above, under what waits.
        .exclude(pk__in=_unanswered(request.member).values("pk")[:WAITING])
        .select_related("forum", "last_author__user")
        .annotate(rank=MY_ROLE_FIRST)
        .order_by("rank", "-last_post_at", "-id")[:NEW]
    )
    return {"topics": _at_home(request, topics)}


def forums(request: MemberRequest) -> dict[str, Any]:
    return {"kinds": forums_by_kind(request.member)}


def register() -> None:
    register_home_section(HomeSection(10, "forums/_home_waiting.html", waiting))
    register_home_section(HomeSection(20, "forums/_home_new.html", new_for_me))
    register_home_section(HomeSection(30, "forums/_home_forums.html", forums))


def _unanswered(member: Membership) -> TopicQuerySet[Topic]:
    return (
        Topic.objects.visible_to(member)
        .filter(
            last_number=1,
            created_at__gte=timezone.now() - WAITS_AT_MOST,
        )
        .exclude(author=member)
        # An introduction waits for nobody in particular.
        .exclude(forum__kind=Kind.EVERYONE)
        .annotate(rank=MY_ROLE_FIRST)
        .order_by("rank", "-last_post_at", "-id")
    )


def _at_home(request: MemberRequest, topics: Any) -> list[Topic]:
    found = list(topics)
    for topic in found:
        topic.community = topic.forum.community = request.community
    return found
