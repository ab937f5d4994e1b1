"""Choosing what one hears of the comments on a resource."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from communities.access import MemberRequest, member_required
from knowledge.loading import resource_or_404
from knowledge.telling.comments import RESOURCE, resources_followed
from notifications.actions import follow, follow_as_usual
from notifications.follow_views import chosen_level, level_changed


@require_POST
@member_required
def following(request: MemberRequest, number: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    follow(request.member, RESOURCE, found.pk, chosen_level(request))
    return level_changed(request, resources_followed(request.member, [found.pk])[found.pk])


@require_POST
@member_required
def delete_following(request: MemberRequest, number: int) -> HttpResponse:
    """Take the choice away: what is usual for the member counts again."""
    found = resource_or_404(request.member, number)
    follow_as_usual(request.member, RESOURCE, found.pk)
    return level_changed(request, resources_followed(request.member, [found.pk])[found.pk])
