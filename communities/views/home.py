"""The first page: what waits for me, what is new for my role, then everything else."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import MemberRequest, member_required
from communities.home import home_sections
from communities.models import Membership


@require_safe
@member_required
def home(request: MemberRequest) -> HttpResponse:
    sections = home_sections(request)
    if request.member.has_unread:
        # The mark in the switcher goes out by looking.
        Membership.objects.filter(pk=request.member.pk).update(has_unread=False)
    waiting = sum(context.get("waiting", 0) for _template, context in sections["main"])
    context = {**sections, "place": "home", "waiting_count": waiting, "lamp_lit": waiting > 0}
    return render(request, "communities/home.html", context)
