"""Keeping up: what came while a page was open, and putting all of it aside."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import MemberRequest, member_required
from core.htmx import is_htmx
from core.numbers import number_in
from forums.actions import mark_all_read
from forums.loading import forum_or_404, last_number_of
from forums.views.topic_pages import post_url


@require_safe
@member_required
def new_posts(request: MemberRequest, number: int) -> HttpResponse:
    """Say how many posts came after one, or nothing (204): open pages ask now and then.

    Who follows the address himself is brought to the first of them.
    """
    after = number_in(request.GET.get("after"))
    last = last_number_of(request.member, number)
    if last is None:
        raise Http404
    url = post_url(request, number, min(after + 1, last), last)
    if not is_htmx(request):
        return redirect(url)
    if last <= after:
        return HttpResponse(status=204)
    return render(request, "forums/_new_posts.html", {"count": last - after, "url": url})


@require_POST
@member_required
def reading(request: MemberRequest) -> HttpResponse:
    """Mark all topics of all forums as read."""
    mark_all_read(request.member)
    messages.success(request, _("Everything is marked as read."))
    return redirect("forums:list", request.community.slug)


@require_POST
@member_required
def forum_reading(request: MemberRequest, forum_slug: str) -> HttpResponse:
    """Mark all topics of a forum as read."""
    forum = forum_or_404(request.member, forum_slug)
    mark_all_read(request.member, forum=forum)
    messages.success(request, _("All topics of this forum are marked as read."))
    return redirect(forum)
