"""How many fit into a meeting, and how many come."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum

from meetings.models import Answer, Meeting, Rsvp, StandingAnswer


@dataclass(frozen=True, slots=True)
class Counts:
    """People who answered one meeting; `coming` counts guests, and nobody who waits."""

    coming: int = 0
    maybe: int = 0
    declined: int = 0
    waiting: int = 0


def taken_seats(meeting: Meeting) -> int:
    """Return how many seats are taken by who comes and whom he brings: one query."""
    seated = Rsvp.objects.filter(meeting=meeting, answer=Answer.YES, waits_since=None)
    return seated.aggregate(seats=Sum(F("guests") + 1))["seats"] or 0


def free_seats(meeting: Meeting) -> int | None:
    """Return how many seats are left; None where as many fit as come."""
    if meeting.series.capacity is None:
        return None
    return max(0, meeting.series.capacity - taken_seats(meeting))


def counts_of(meeting: Meeting) -> Counts:
    """Return how many answered what: two queries."""
    own = Rsvp.objects.filter(meeting=meeting)
    seated = Q(answer=Answer.YES, waits_since=None)
    found = own.aggregate(
        coming=Sum(F("guests") + 1, filter=seated),
        maybe=Count("pk", filter=Q(answer=Answer.MAYBE)),
        declined=Count("pk", filter=Q(answer=Answer.NO)),
        waiting=Count("pk", filter=Q(answer=Answer.YES, waits_since__isnull=False)),
    )
    standing = StandingAnswer.objects.filter(series=meeting.series_id).exclude(
        member__in=own.values("member")
    )
    always = standing.aggregate(
        coming=Count("pk", filter=Q(answer=Answer.YES)),
        maybe=Count("pk", filter=Q(answer=Answer.MAYBE)),
        declined=Count("pk", filter=Q(answer=Answer.NO)),
    )
    return Counts(
        coming=(found["coming"] or 0) + always["coming"],
        maybe=found["maybe"] + always["maybe"],
        declined=found["declined"] + always["declined"],
        waiting=found["waiting"],
    )
