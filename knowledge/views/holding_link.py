"""The page behind the link of a mail at which somebody says that something still holds: one button."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities.arrival import member_of
from communities.models import Membership
from communities.scope import scope
from core.timezones import zone_named
from knowledge.actions.life import found_to_hold
from knowledge.models import Resource
from knowledge.permissions import check_look_after, must_stay
from knowledge.telling.holding_links import holding_ids


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def holding(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button; a POST says it. Without signing in: the token is the permission."""
    ids = holding_ids(token)
    if ids is None:
        raise Http404
    with scope(ids[0]):
        people = Membership.objects.select_related("user", "community")
        known = get_object_or_404(people, pk=ids[1])
        # Its day came by the clock of the community, as the mail did.
        zone = zone_named(known.community.time_zone)
        with translation.override(known.user.language), timezone.override(zone):
            return _page(request, known, ids[2])


def _page(request: HttpRequest, known: Membership, resource_id: int) -> HttpResponse:
    is_sent = request.method == "POST"
    member = member_of(known.community, known.user) if known.user.is_active else None
    if member is None:
        gone = _("You do not belong to this community any more, so you cannot say this.")
        return _shown(request, known, HTTPStatus.FORBIDDEN, refused=gone)
    found = Resource.objects.visible_to(member).filter(pk=resource_id).first()
    if found is None:
        gone = _("It is not there any more, or not open to you any more.")
        return _shown(request, member, HTTPStatus.NOT_FOUND, refused=gone)
    found.community = member.community
    try:
        check_look_after(member, found)
    except PermissionDenied as why:
        return _shown(request, member, HTTPStatus.FORBIDDEN, resource=found, refused=str(why))
    is_as_read = is_sent and request.POST.get("version") == str(found.version)
    is_done = is_as_read and found_to_hold(found, by=member)
    if is_sent:
        found.refresh_from_db(fields=["version", "state", "review_by"])
    is_changed = is_sent and not is_done and found.is_due
    status = HTTPStatus.CONFLICT if is_changed else HTTPStatus.OK
    context = {"is_done": is_done, "is_changed": is_changed, "may_change": not must_stay(found)}
    return _shown(request, member, status, resource=found, **context)


def _shown(
    request: HttpRequest, member: Membership, status: HTTPStatus, **context: Any
) -> HttpResponse:
    context |= {"community": member.community, "member": member}
    return render(request, "knowledge/holding.html", context, status=status)


patterns = [path("mail/holds/<str:token>/", holding, name="holding")]
