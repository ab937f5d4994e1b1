"""Counting seats from now on: who said that he comes to all takes one at each meeting."""

from django.utils import timezone

from meetings.models import Answer, Meeting, Rsvp, StandingAnswer
from meetings.seats import free_seats


def seat_standing_answers(meeting: Meeting) -> None:
    """Keep what was said of the series as said of this meeting; who said so first sits first.

    The row of the meeting is locked. Three queries.
    """
    own = Rsvp.objects.filter(meeting=meeting).values("member")
    standing = StandingAnswer.objects.filter(series=meeting.series_id).exclude(member__in=own)
    free = free_seats(meeting)
    made = []
    for one in standing.order_by("answered_at", "pk"):
        waits = one.answer == Answer.YES and free == 0
        if one.answer == Answer.YES and free:
            free -= 1
        made.append(
            Rsvp(
                community_id=meeting.community_id,
                meeting=meeting,
                member_id=one.member_id,
                answer=one.answer,
                waits_since=timezone.now() if waits else None,
                way=one.way,
                by_id=one.member_id,
                answered_at=one.answered_at,
            )
        )
    Rsvp.objects.bulk_create(made)
