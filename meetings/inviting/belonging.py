"""Who is not invited any more though no meeting changed, or is invited from now on."""

from collections.abc import Collection

from django.utils import timezone

from communities.models import Community, Membership
from meetings.inviting.called_off import uninvite
from meetings.inviting.newcomers import greet_all_soon, greet_soon
from meetings.models import Meeting, Series


def audiences_changed(member: Membership, lost: frozenset[int], gained: frozenset[int]) -> None:
    """Have a member told of the series to which he is not invited any more, and of new ones."""
    if gained:
        greet_soon(member)
    _lose(member.community, lost, [member.pk])


def people_changed(
    community: Community, audience_id: int, lost: frozenset[int], gained: frozenset[int]
) -> None:
    """Have those told who are not in an audience any more, and those who are from now on."""
    greet_all_soon(community, gained)
    _lose(community, [audience_id], lost)


def _lose(community: Community, audiences: Collection[int], people: Collection[int]) -> None:
    if not audiences or not people:
        return
    coming = Meeting.objects.standing().coming(timezone.now()).order_by()
    there = Series.objects.filter(
        community=community,
        audience_id__any_of=list(audiences),
        cancelled_at=None,
        pk__in=coming.values("series"),
    )
    for series in there.select_related("community").order_by("pk"):
        uninvite(series, people)
