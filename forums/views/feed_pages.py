"""Forums in a feed reader, which cannot sign in: a key in the address stands for the member."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import CommunityRequest, MemberRequest, member_required, visitor_allowed
from core.addresses import address
from forums.actions import make_feed_key, revoke_feed_key
from forums.feeds import forum_feed, member_with_key
from forums.loading import forum_or_404
from forums.models import FeedKey, Forum


@require_safe
@visitor_allowed
def feed(request: CommunityRequest, forum_slug: str, key: str) -> HttpResponse:
    member = member_with_key(request.community, key)
    forum = forum_or_404(member, forum_slug)
    with translation.override(member.user.language):
        text = forum_feed(forum, member=member).writeString("utf-8")
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@require_safe
@member_required
def feeds(request: MemberRequest) -> HttpResponse:
    key = FeedKey.objects.filter(member=request.member).first()
    found = _addresses(request, key.key) if key else []
    return render(request, "forums/feeds.html", {"key": key, "feeds": found})


def _addresses(request: MemberRequest, key: str) -> list[tuple[Forum, str]]:
    slug = request.community.slug
    return [
        (forum, request.build_absolute_uri(address("forums:feed", slug, forum.slug, key)))
        for forum in Forum.objects.visible_to(request.member)
    ]


@require_POST
@member_required
def feed_key(request: MemberRequest) -> HttpResponse:
    make_feed_key(request.member)
    messages.success(request, _("Here are your addresses. Keep them to yourself."))
    return redirect("forums:feeds", request.community.slug)


@require_POST
@member_required
def delete_feed_key(request: MemberRequest) -> HttpResponse:
    revoke_feed_key(request.member)
    messages.success(request, _("The old addresses open nothing any more."))
    return redirect("forums:feeds", request.community.slug)
