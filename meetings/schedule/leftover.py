"""Meetings that go, since their series meets on fewer days: whom that concerns."""

from collections.abc import Mapping, Sequence

from communities.due_work import due_many
from meetings.inviting.promises import CALLED_OFF
from meetings.models import Answer, CalledOff, Meeting, Rsvp, Series, StandingAnswer


def expected_at(series: Series, meetings: Sequence[Meeting]) -> dict[int, list[Meeting]]:
    """Return by membership those of these meetings to which each comes, or may come: two queries."""
    if not meetings:
        return {}
    own: dict[int, dict[int, str]] = {one.pk: {} for one in meetings}
    for meeting, member, answer in Rsvp.objects.filter(meeting__in=own).values_list(
        "meeting_id", "member_id", "answer"
    ):
        own[meeting][member] = answer
    standing = dict(StandingAnswer.objects.filter(series=series).values_list("member_id", "answer"))
    found: dict[int, list[Meeting]] = {}
    for one in meetings:
        for member, answer in (standing | own[one.pk]).items():
            if answer != Answer.NO:
                found.setdefault(member, []).append(one)
    return found


def call_off(series: Series, expected: Mapping[int, Sequence[Meeting]]) -> None:
    """Have each told, in the transaction, that these meetings are not held."""
    made = CalledOff.objects.bulk_create(
        CalledOff(
            community_id=series.community_id,
            series=series,
            member_id=member,
            meetings=[
                [one.slot, one.starts_at.isoformat(), one.ends_at.isoformat()] for one in meetings
            ],
        )
        for member, meetings in sorted(expected.items())
    )
    if made:
        due_many(CALLED_OFF, [one.pk for one in made], community=series.community)
