"""Who keeps a forum going and who is its guest; naming and dismissing them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from communities.models import AudienceUserObjectPermission, Membership
from forums.actions.forum_changes import (
    LastKeeperError,
    dismiss_guest,
    dismiss_keeper,
    name_guest,
    name_keeper,
)
from forums.forum_forms import NamingForm
from forums.grant_rows import grant_rows
from forums.loading import forum_or_404
from forums.models import Forum, ForumUserObjectPermission
from forums.permissions.forums import check_change_audience


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def keepers(request: MemberRequest, forum_slug: str) -> HttpResponse:
    forum = forum_or_404(request.member, forum_slug)
    if request.method != "POST":
        return _page(request, forum)
    check_change_audience(request.member)
    form = NamingForm(request.POST, forum=forum, with_guests=False, prefix="keeper")
    if not form.is_valid():
        return _page(request, forum, keeper_form=form)
    member: Membership = form.cleaned_data["member"]
    name_keeper(forum, member, by=request.member)
    messages.success(request, _("%(name)s keeps this forum going now.") % {"name": member.name})
    return redirect("forums:keepers", request.community.slug, forum.slug)


@require_POST
@member_required
def delete_keeper(request: MemberRequest, forum_slug: str, grant_id: int) -> HttpResponse:
    forum = forum_or_404(request.member, forum_slug)
    check_change_audience(request.member)
    grants = ForumUserObjectPermission.objects.filter(content_object=forum)
    grant = get_object_or_404(grants.select_related("user"), pk=grant_id)
    try:
        dismiss_keeper(grant, by=request.member)
    except LastKeeperError:
        messages.error(
            request, _("A forum needs somebody who keeps it going. Name another person first.")
        )
        return redirect("forums:keepers", request.community.slug, forum.slug)
    messages.success(
        request, _("%(name)s does not keep this forum going any more.") % {"name": grant.user.name}
    )
    if grant.user_id == request.member.user_id:
        # It may be that one does not see the forum any more.
        return redirect("forums:list", request.community.slug)
    return redirect("forums:keepers", request.community.slug, forum.slug)


@require_POST
@member_required
def guests(request: MemberRequest, forum_slug: str) -> HttpResponse:
    forum = forum_or_404(request.member, forum_slug)
    check_change_audience(request.member)
    form = NamingForm(request.POST, forum=forum, with_guests=True, prefix="guest")
    if not form.is_valid():
        return _page(request, forum, guest_form=form)
    member: Membership = form.cleaned_data["member"]
    name_guest(forum, member, by=request.member)
    messages.success(request, _("%(name)s sees this forum now.") % {"name": member.name})
    return redirect("forums:keepers", request.community.slug, forum.slug)


@require_POST
@member_required
def delete_guest(request: MemberRequest, forum_slug: str, grant_id: int) -> HttpResponse:
    forum = forum_or_404(request.member, forum_slug)
    check_change_audience(request.member)
    grants = AudienceUserObjectPermission.objects.filter(content_object=forum.audience_id)
    grant = get_object_or_404(grants.select_related("user"), pk=grant_id)
    grant.community = request.community
    dismiss_guest(grant, forum, by=request.member)
    messages.success(
        request, _("%(name)s is not a guest here any more.") % {"name": grant.user.name}
    )
    return redirect("forums:keepers", request.community.slug, forum.slug)


def _page(
    request: MemberRequest,
    forum: Forum,
    *,
    keeper_form: NamingForm | None = None,
    guest_form: NamingForm | None = None,
) -> HttpResponse:
    kept_by, named = grant_rows(forum, request.community)
    context = {"forum": forum, "kept_by": kept_by, "named": named, "place": "forums"}
    if request.member.is_facilitator:
        context["keeper_form"] = keeper_form or NamingForm(
            forum=forum, with_guests=False, prefix="keeper"
        )
        context["guest_form"] = guest_form or NamingForm(
            forum=forum, with_guests=True, prefix="guest"
        )
    status = 422 if keeper_form or guest_form else 200
    return render(request, "forums/keepers.html", context, status=status)
