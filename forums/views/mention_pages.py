"""Whom a post calls by "@": what its writer is told of it."""

from django.contrib import messages
from django.utils.translation import gettext as _

from communities.access import MemberRequest
from forums.mentions import calls_in
from forums.models import Post


def warn_of_refused_calls(request: MemberRequest, post: Post) -> None:
    """Tell the writer of a saved post which roles in it were told nothing, and why."""
    calls = calls_in(post.body, by=request.member, forum=post.topic.forum, post=post)
    for name, why in calls.refused.items():
        messages.warning(
            request,
            _("“@%(role)s” was not told of your post. %(why)s") % {"role": name, "why": why},
        )
