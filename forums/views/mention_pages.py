"""Whom a post calls by "@": what its writer is offered, and told of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import MemberRequest, member_required
from communities.permissions import check_see_people
from forums.loading import forum_or_404
from forums.mentions import calls_in
from forums.models import Post
from forums.names_to_call import names_to_call

LONGEST = 60


@require_safe
@member_required
def names(request: MemberRequest, forum_slug: str) -> HttpResponse:
    """Return a piece of a page: whom what was typed after "@" may mean."""
    forum = forum_or_404(request.member, forum_slug)
    check_see_people(request.member)
    typed = request.GET.get("q", "")[:LONGEST]
    found = names_to_call(request.member, forum, typed)
    return render(request, "forums/_names.html", {"names": found})


def warn_of_refused_calls(request: MemberRequest, post: Post) -> None:
    """Tell the writer of a saved post which roles in it were told nothing, and why."""
    calls = calls_in(post.body, by=request.member, forum=post.topic.forum, post=post)
    for name, why in calls.refused.items():
        messages.warning(
            request,
            _("“@%(role)s” was not told of your post. %(why)s") % {"role": name, "why": why},
        )
