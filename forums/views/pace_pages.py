"""Slow mode of a topic and of a forum."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, member_required
from forums.actions import set_slow_mode
from forums.care_forms import SlowModeForm
from forums.loading import forum_or_404, topic_or_404
from forums.models import Forum, Topic
from forums.permissions.facilitating import check_facilitate

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@member_required
def topic_pace(request: MemberRequest, number: int) -> HttpResponse:
    topic = topic_or_404(request.member, number)
    return _pace(request, topic.forum, topic)


@get_or_post
@member_required
def forum_pace(request: MemberRequest, forum_slug: str) -> HttpResponse:
    forum = forum_or_404(request.member, forum_slug)
    return _pace(request, forum, forum)


def _pace(request: MemberRequest, forum: Forum, place: Topic | Forum) -> HttpResponse:
    check_facilitate(request.member, forum)
    form = SlowModeForm(request.POST or None, initial={"minutes": place.slow_minutes})
    if form.is_valid():
        set_slow_mode(place, by=request.member, minutes=form.cleaned_data["minutes"])
        messages.success(request, _("Saved. It holds from the next post on."))
        return redirect(place)
    context = {"place_": place, "forum": forum, "form": form, "place": "forums"}
    return render(request, "forums/pace.html", context, status=422 if form.is_bound else 200)
