"""The list of forums, and a forum's topics."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import MemberRequest, member_required
from communities.audiences import seen_by, why_seen
from communities.roles import roles_by_id
from forums.facets import facet_choices, facet_or_none
from forums.forum_lists import by_kind, forum_rows
from forums.loading import forum_or_404
from forums.mail_answers import mail_address_of
from forums.missing_voices import missing_voices
from forums.permissions.forums import keepers_of, may_keep_forum
from forums.proposals import waiting_proposals
from forums.topic_rows import pinned_topics, topic_page


@require_safe
@member_required
def forum_list(request: MemberRequest) -> HttpResponse:
    rows = forum_rows(request.member)
    context = {
        "kinds": by_kind(rows),
        "has_unread": any(row.unread for row in rows),
        "proposed": waiting_proposals(request.community) if request.member.is_facilitator else 0,
        "place": "forums",
    }
    return render(request, "forums/forum_list.html", context)


@require_safe
@member_required
def forum(request: MemberRequest, forum_slug: str) -> HttpResponse:
    found = forum_or_404(request.member, forum_slug)
    may_keep = may_keep_forum(request.member, found)
    before, about = (
        request.GET.get("before"),
        facet_or_none(request.community, request.GET.get("about")),
    )
    page = topic_page(found, member=request.member, cursor=before, about=about)
    pinned = [] if before or about else pinned_topics(found, member=request.member)
    here = f"?about={about.value}&" if about else "?"
    context = {
        "forum": found,
        "topics": [*pinned, *page.items],
        "has_unread": any(topic.is_unread for topic in (*pinned, *page.items)),
        "page": {
            "next_url": f"{here}before={page.next_cursor}" if page.has_next else "",
            "previous_url": here if before else "",
        },
        "about": about,
        "about_choices": facet_choices(request.community) if found.topic_count else [],
        "seen_by": seen_by(request.community, found.audience_id, roles_by_id(request.community)),
        "why_seen": why_seen(request.member, found.audience_id),
        "mail_address": mail_address_of(found),
        "may_keep": may_keep,
        "may_slow": may_keep and request.member.pk in keepers_of(request.community, found),
        "missing_voices": missing_voices(found, request.community) if may_keep else [],
        "place": "forums",
    }
    return render(request, "forums/forum.html", context)
