"""The list of forums, and a forum's topics."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communities.access import MemberRequest, member_required
from communities.audiences import seen_by, why_seen
from communities.roles import roles_by_id
from core.pagination import keyset_page
from forums.forum_lists import forums_by_kind
from forums.models import Forum, Topic

TOPICS_PER_PAGE = 20


@require_safe
@member_required
def forum_list(request: MemberRequest) -> HttpResponse:
    context = {"kinds": forums_by_kind(request.member), "place": "forums"}
    return render(request, "forums/forum_list.html", context)


@require_safe
@member_required
def forum(request: MemberRequest, forum_slug: str) -> HttpResponse:
    found = get_object_or_404(Forum.objects.visible_to(request.member), slug=forum_slug)
    topics = (
        Topic.objects.visible_to(request.member)
        .filter(forum=found)
        .with_read_through(request.member)
        .with_last_author()
    )
    page = keyset_page(
        topics,
        cursor=request.GET.get("before"),
        ordering=("-last_post_at", "-id"),
        per_page=TOPICS_PER_PAGE,
    )
    found.community = request.community
    for topic in page.items:
        topic.community = request.community
    context = {
        "forum": found,
        "topics": page.items,
        "page": {
            "next_url": f"?before={page.next_cursor}" if page.has_next else "",
            "previous_url": "?" if request.GET.get("before") else "",
        },
        "seen_by": seen_by(request.community, found.audience_id, roles_by_id(request.community)),
        "why_seen": why_seen(request.member, found.audience_id),
        "place": "forums",
    }
    return render(request, "forums/forum.html", context)
