"""Choosing what one hears of a topic or a forum; with htmx only the control is swapped."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from communities.access import MemberRequest, member_required
from forums.following import forums, topics
from forums.loading import forum_or_404, topic_or_404
from forums.telling import FORUM, TOPIC
from notifications.actions import follow, follow_as_usual
from notifications.follow_views import chosen_level, level_changed


@require_POST
@member_required
def follow_topic(request: MemberRequest, number: int) -> HttpResponse:
    topic = topic_or_404(request.member, number)
    follow(request.member, TOPIC, topic.pk, chosen_level(request))
    return level_changed(request, topics(request.member, [topic.pk])[topic.pk])


@require_POST
@member_required
def unfollow_topic(request: MemberRequest, number: int) -> HttpResponse:
    """Take the choice for a topic away: what the member chose for its forum counts again."""
    topic = topic_or_404(request.member, number)
    follow_as_usual(request.member, TOPIC, topic.pk)
    return level_changed(request, topics(request.member, [topic.pk])[topic.pk])


@require_POST
@member_required
def follow_forum(request: MemberRequest, forum_slug: str) -> HttpResponse:
    forum = forum_or_404(request.member, forum_slug)
    follow(request.member, FORUM, forum.pk, chosen_level(request))
    return level_changed(request, forums(request.member, [forum.pk])[forum.pk])


@require_POST
@member_required
def unfollow_forum(request: MemberRequest, forum_slug: str) -> HttpResponse:
    """Take the choice for a forum away: what is usual for the member counts again."""
    forum = forum_or_404(request.member, forum_slug)
    follow_as_usual(request.member, FORUM, forum.pk)
    return level_changed(request, forums(request.member, [forum.pk])[forum.pk])
