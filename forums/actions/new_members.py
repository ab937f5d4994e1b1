"""How much a new member writes: posts, topics, and whom they call."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Membership
from forums.mentions import calls_in
from forums.models import Forum, Mention, Post, RoleMention
from forums.new_member_limits import Limits
from forums.refusals import PostRefusedError, not_yet

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def check_posts(
    moments: Sequence[datetime], limits: Limits, *, opened: Sequence[datetime] | None
) -> None:
    """Raise PostRefusedError unless there is room for another post, and topic if `opened` is given.

    Both are when he wrote, the newest first.
    """
    _check_room(moments, HOUR, limits.posts_an_hour)
    _check_room(moments, DAY, limits.posts_a_day)
    if opened is not None:
        _check_room(opened, DAY, limits.topics_a_day)


def check_calls(
    member: Membership, forum: Forum, body: str, limits: Limits, *, post: Post | None = None
) -> None:
    """Raise PostRefusedError unless there is room for all whom the text calls; a role is one.

    `post` is the one that gets the text: whom it calls already counts once.
    """
    if not limits.mentions_a_day or "@" not in body:
        return
    calls = calls_in(body, by=member, forum=forum, post=post)
    people = {pk for ids in calls.people.values() for pk in ids} - {member.pk}
    roles = {role.pk for role in calls.roles.values()}
    if post is not None:
        people -= set(Mention.objects.filter(post=post).values_list("member_id", flat=True))
        roles -= set(RoleMention.objects.filter(post=post).values_list("role_id", flat=True))
    wanted = len(people) + len(roles)
    if wanted > limits.mentions_a_day:
        raise PostRefusedError(
            ngettext(
                "Who is new here calls %(count)s person or role a day. Take some names out.",
                "Who is new here calls %(count)s people and roles a day. Take some names out.",
                limits.mentions_a_day,
            )
            % {"count": limits.mentions_a_day}
        )
    if wanted:
        _check_room(_called(member), DAY, limits.mentions_a_day, wanted=wanted)


def _called(member: Membership) -> list[datetime]:
    """Return when the member called somebody within a day, the newest first: one query."""
    mine = {"post__author": member, "post__created_at__gt": timezone.now() - DAY}
    people = Mention.objects.filter(**mine).values_list("post__created_at")
    roles = RoleMention.objects.filter(**mine).values_list("post__created_at")
    return sorted((moment for (moment,) in people.union(roles, all=True)), reverse=True)


def _check_room(
    moments: Sequence[datetime], window: timedelta, limit: int, *, wanted: int = 1
) -> None:
    """Refuse unless as many more as wanted fit into the limit; the moments are the newest first."""
    last = limit - wanted
    if limit and len(moments) > last and moments[last] + window > timezone.now():
        raise not_yet(
            _(
                "Who is new here writes a little at a time in the first days. You can send this at"
                " %(time)s; what you wrote stays here until then."
            ),
            moments[last] + window,
        )
