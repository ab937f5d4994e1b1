"""One meeting, or one series, as its reader may see it."""

from django.http import Http404

from communities.arrival import member_of
from communities.models import Membership
from meetings.models import Meeting, Series


def meeting_or_404(member: Membership, number: int) -> Meeting:
    """Return a meeting the member sees, with its series and its community. Raises Http404."""
    found = Meeting.objects.visible_to(member).filter(number=number)
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


def mailed_member_or_404(pk: int) -> Membership:
    """Return the person of a link in a mail, if he is a member now, with his audiences. Raises Http404."""
    known = Membership.objects.select_related("user", "community").filter(pk=pk).first()
    member = member_of(known.community, known.user) if known and known.user.is_active else None
    if member is None:
        raise Http404
    return member
