"""Leaving: on the pages, or by the link of a mail without signing in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, member_required
from communities.forms.leaving import LeaveByLinkForm, LeaveForm
from communities.leaving import leave_for_good, leave_porchlight, leaving_notes
from communities.leaving_links import LEAVING, LEAVING_LINK_LASTS
from communities.membership_changes import LastAdminError, other_admins
from communities.models import Membership
from communities.scope import scope
from core.signed_links import StaleLinkError, read_token

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@member_required
def leave_community(request: MemberRequest) -> HttpResponse:
    last = request.member.is_admin and not other_admins(request.member)
    given = request.POST if request.method == "POST" else None
    form = LeaveForm(given, member=request.member, needed=last)
    if form.is_valid():
        try:
            leave_for_good(
                request.member,
                form.chosen_words,
                successor=form.cleaned_data.get("successor") if last else None,
            )
        except LastAdminError:
            messages.error(request, _("Please choose who will be the admin after you."))
            return redirect("communities:leave", request.community.slug)
        messages.success(
            request, _("You have left %(community)s.") % {"community": request.community.name}
        )
        return redirect("communities:front")
    context = {
        "form": form,
        "last": last,
        "alone": last and not _others(request.member),
        "notes": leaving_notes(request.member),
    }
    return render(
        request, "communities/leave.html", context, status=422 if request.method == "POST" else 200
    )


@never_cache
@get_or_post
def leave_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show what leaving means, and one button; a POST leaves for good."""
    member = _named(token)
    with translation.override(member.user.language):
        form = LeaveByLinkForm(request.POST or None, community=member.community)
        context: dict[str, Any] = {"person": member.user, "community": member.community}
        if not form.is_valid():
            context["form"] = form
            with scope(member.community):
                context["notes"] = leaving_notes(member)
            status = 422 if form.errors else 200
            return render(request, "communities/leave_by_link.html", context, status=status)
        user = member.user
        try:
            if form.leaves_all:
                leave_porchlight(user, form.chosen_words)
            else:
                leave_for_good(member, form.chosen_words)
        except LastAdminError:
            context["last"] = True
            return render(request, "communities/leave_by_link.html", context, status=409)
        if form.leaves_all and request.user == user:
            logout(request)
        context |= {"left": True, "all": form.leaves_all}
        return render(request, "communities/leave_by_link.html", context)


def _named(token: str) -> Membership:
    """Return the membership that the link names, while it is one. Raises Http404."""
    try:
        ids = read_token(LEAVING, token, max_age=LEAVING_LINK_LASTS)
    except StaleLinkError:
        ids = None
    if ids is None:
        raise Http404
    with scope(ids.get("community", 0)):
        active = Membership.objects.active().select_related("user", "community")
        member = active.filter(user=ids.get("user", 0), user__is_active=True).first()
    if member is None:
        raise Http404
    return member


def _others(member: Membership) -> bool:
    people = Membership.objects.active().filter(community_id=member.community_id)
    return people.exclude(pk=member.pk).exclude(standing="guest").exists()
