"""Who is not invited any more though no meeting changed, or is invited from now on."""

from django.utils import timezone

from communities.models import Membership
from meetings.inviting.called_off import uninvite
from meetings.inviting.newcomers import greet_soon
from meetings.models import Meeting, Series


def audiences_changed(member: Membership, lost: frozenset[int], gained: frozenset[int]) -> None:
    """Have a member told of the series to which he is not invited any more, and of new ones."""
    if gained:
        greet_soon(member)
    coming = Meeting.objects.standing().coming(timezone.now()).order_by()
    there = Series.objects.filter(
        community=member.community_id,
        audience_id__any_of=list(lost),
        cancelled_at=None,
        pk__in=coming.values("series"),
    )
    for series in there.select_related("community").order_by("pk") if lost else ():
        uninvite(series, [member.pk])
