"""One item of an agenda, as its reader may see it."""

from django.http import Http404

from communities.models import Membership
from meetings.loading import meeting_or_404
from meetings.models import AgendaItem


def item_or_404(member: Membership, number: int, item_number: int) -> AgendaItem:
    """Return an item of a meeting that the member sees, with its meeting. Raises Http404."""
    meeting = meeting_or_404(member, number)
    there = AgendaItem.objects.filter(meeting=meeting, number=item_number)
    item = there.select_related(
        "topic", "presenter__user", "by__user", "went_back", "held_back__post"
    ).first()
    if item is None:
        raise Http404
    item.meeting, item.community = meeting, member.community
    return item
