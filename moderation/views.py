"""The record of acts, for facilitators."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import MemberRequest, facilitator_required
from moderation.record import acts_page


@require_safe
@facilitator_required
def acts(request: MemberRequest) -> HttpResponse:
    page = acts_page(request.member, cursor=request.GET.get("before"))
    context = {
        "acts": page.items,
        "page": {
            "next_url": f"?before={page.next_cursor}" if page.has_next else "",
            "previous_url": "?" if request.GET.get("before") else "",
        },
        "place": "forums",
    }
    return render(request, "moderation/acts.html", context)
