"""Pages that a mail opens: one person and one act each, without signing in. And what one follows."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, member_required
from communities.models import Membership
from communities.scope import scope
from core.signed_links import StaleLinkError, read_token
from notifications.actions import follow, stop_at_once
from notifications.following import everything_followed, followed_by
from notifications.forms import LevelForm
from notifications.levels import COMMUNITY, levels_of
from notifications.links import LEVEL, LEVEL_LINK_LASTS, stop_ids

pages = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt  # RFC 8058: a mail program posts without a cookie; the token is the permission.
@never_cache
@pages
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; a POST stops the mails at once, whether a person or a mail program sends it."""
    ids = stop_ids(token)
    if ids is None:
        raise Http404
    with scope(ids[0]):
        member = _member_or_404(ids[1])
        if stopped := request.method == "POST":
            stop_at_once(member)
    with translation.override(member.user.language):
        context = {"member": member, "community": member.community, "stopped": stopped}
        return render(request, "notifications/stop.html", context)


@never_cache
@pages
def level(request: HttpRequest, token: str) -> HttpResponse:
    """Let the person choose the level of one thing, which the link names."""
    try:
        ids = read_token(LEVEL, token, max_age=LEVEL_LINK_LASTS)
    except StaleLinkError as stale:
        return _stale(request, stale.ids)
    if ids is None:
        raise Http404
    kind = next((name for name in ids if name not in {"community", "member"}), "")
    with scope(ids.get("community", 0)):
        member = _member_or_404(ids.get("member", 0))
        thing = followed_by(member, kind, ids.get(kind, 0))
        if thing is None:
            raise Http404
        holds = levels_of([member.pk], *thing.places, community_id=member.community_id)
        form = LevelForm(
            request.POST or None,
            for_all=kind == COMMUNITY,
            initial={"level": holds[member.pk]},
        )
        if saved := form.is_valid():
            follow(member, *thing.places[0], form.chosen)
    with translation.override(member.user.language):
        context = {
            "member": member,
            "community": member.community,
            "thing": thing,
            "form": form,
            "saved": saved,
        }
        status = 422 if form.errors else 200
        return render(request, "notifications/level.html", context, status=status)


@pages
@member_required
def following(request: MemberRequest) -> HttpResponse:
    """Show the usual level and everything that has another; a POST changes the usual one."""
    member = request.member
    usual = levels_of([member.pk], community_id=member.community_id)[member.pk]
    form = LevelForm(request.POST or None, for_all=True, initial={"level": usual})
    if form.is_valid():
        follow(member, COMMUNITY, member.community_id, form.chosen)
        messages.success(request, _("Saved. This counts from the next mail on."))
        return redirect("notifications:following", request.community.slug)
    context = {"form": form, "followed": everything_followed(member)}
    status = 422 if form.errors else 200
    return render(request, "notifications/following.html", context, status=status)


def _member_or_404(member_id: int) -> Membership:
    found = Membership.objects.select_related("user", "community").filter(pk=member_id).first()
    if found is None:
        raise Http404
    return found


def _stale(request: HttpRequest, ids: dict[str, int]) -> HttpResponse:
    with scope(ids.get("community", 0)):
        member = _member_or_404(ids.get("member", 0))
    with translation.override(member.user.language):
        context = {"community": member.community}
        return render(request, "notifications/level_stale.html", context)
