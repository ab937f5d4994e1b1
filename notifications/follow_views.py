"""What pages of higher apps share on which one chooses what one hears of a thing."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from communities.access import MemberRequest
from core.htmx import is_htmx
from notifications.kinds import Followed
from notifications.levels import levels_of
from notifications.models import Level


def chosen_level(request: MemberRequest) -> Level:
    """Return the level that was posted. Raises BadRequest when it is none."""
    chosen = request.POST.get("level", "")
    if chosen not in Level.values:
        raise BadRequest(_("Choose one."))
    return Level(chosen)


def level_changed(request: MemberRequest, thing: Followed) -> HttpResponse:
    """Return the control as it is now, for htmx, or lead back to where it stood."""
    if is_htmx(request):
        level = level_of(request, thing)
        context = {"action": thing.level_url, "level": level, "focus": True}
        return render(request, "notifications/_follow.html", context)
    messages.success(request, _("Saved. This counts from the next mail on."))
    if request.POST.get("back") == "following":
        return redirect("notifications:following", request.community.slug)
    return redirect(thing.url)


def level_of(request: MemberRequest, thing: Followed) -> str:
    """Return the level that holds for the thing, as `notifications/_follow.html` takes it."""
    member = request.member
    return levels_of([member.pk], *thing.places, community_id=member.community_id)[member.pk].value
