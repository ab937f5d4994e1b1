"""Choosing what one hears of a topic or a forum; with htmx only the control is swapped."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.access import MemberRequest, member_required
from core.htmx import is_htmx
from forums.following import forums, topics
from forums.loading import forum_or_404, topic_or_404
from forums.telling import FORUM, TOPIC
from notifications.actions import follow, follow_as_usual
from notifications.kinds import Followed
from notifications.levels import levels_of
from notifications.models import Level


@require_POST
@member_required
def follow_topic(request: MemberRequest, number: int) -> HttpResponse:
    topic = topic_or_404(request.member, number)
    follow(request.member, TOPIC, topic.pk, _level(request))
    return _answer(request, topics(request.member, [topic.pk])[topic.pk])


@require_POST
@member_required
def unfollow_topic(request: MemberRequest, number: int) -> HttpResponse:
    """Take the choice for a topic away: what the member chose for its forum counts again."""
    topic = topic_or_404(request.member, number)
    follow_as_usual(request.member, TOPIC, topic.pk)
    return _answer(request, topics(request.member, [topic.pk])[topic.pk])


@require_POST
@member_required
def follow_forum(request: MemberRequest, forum_slug: str) -> HttpResponse:
    forum = forum_or_404(request.member, forum_slug)
    follow(request.member, FORUM, forum.pk, _level(request))
    return _answer(request, forums(request.member, [forum.pk])[forum.pk])


@require_POST
@member_required
def unfollow_forum(request: MemberRequest, forum_slug: str) -> HttpResponse:
    """Take the choice for a forum away: what is usual for the member counts again."""
    forum = forum_or_404(request.member, forum_slug)
    follow_as_usual(request.member, FORUM, forum.pk)
    return _answer(request, forums(request.member, [forum.pk])[forum.pk])


def _level(request: MemberRequest) -> Level:
    chosen = request.POST.get("level", "")
    if chosen not in Level.values:
        raise BadRequest(_("Choose one."))
    return Level(chosen)


def _answer(request: MemberRequest, thing: Followed) -> HttpResponse:
    """Return the control as it is now, or lead back to where it stood."""
    if is_htmx(request):
        member = request.member
        level = levels_of([member.pk], *thing.places, community_id=member.community_id)[member.pk]
        context = {"action": thing.level_url, "level": level.value, "focus": True}
        return render(request, "notifications/_follow.html", context)
    messages.success(request, _("Saved. This counts from the next mail on."))
    if request.POST.get("back") == "following":
        return redirect("notifications:following", request.community.slug)
    return redirect(thing.url)
