"""One meeting, or one series, as its reader may see it."""

from django.http import Http404

from communities.models import Membership
from meetings.models import Meeting, Series


def meeting_or_404(member: Membership, number: int) -> Meeting:
    """Return a meeting the member sees, with its series and its community. Raises Http404."""
    return seen_meeting_or_404(member, number=number)


def seen_meeting_or_404(member: Membership, **which: int) -> Meeting:
    """Return a meeting the member sees, by its number or its id, as above. Raises Http404."""
    found = Meeting.objects.visible_to(member).filter(**which)
    meeting = found.select_related("series__host__user", "series__audience").first()
    if meeting is None:
        raise Http404
    meeting.community = meeting.series.community = member.community
    return meeting


def series_or_404(member: Membership, number: int) -> Series:
    """Return a series the member sees, with its community. Raises Http404."""
    found = Series.objects.visible_to(member).filter(number=number)
    series = found.select_related("host__user", "audience", "continues").first()
    if series is None:
        raise Http404
    series.community = member.community
    if series.continues is not None:
        series.continues.community = member.community
    return series
