"""Who is asked how a meeting was, and whom it is told what was heard."""

from communities.models import Membership
from communities.querysets import MembershipQuerySet
from meetings.inviting.people import answers_to_meeting, invited
from meetings.models import Answer, Attendance, Meeting, Rsvp


def asked(meeting: Meeting) -> MembershipQuerySet[Membership]:
    """Return those who were there; where nobody was noted, those who had a seat.

    Not its host: it is him whom it is said to. `meeting` has its series, with its community.
    """
    there = set(members_there(meeting)) or _seated(meeting)
    return invited(meeting.series).filter(pk__in=there).exclude(pk=meeting.series.host_id)


def members_there(meeting: Meeting) -> list[int]:
    """Return the memberships of who was noted as there: one query."""
    noted = Attendance.objects.filter(meeting=meeting, member__isnull=False)
    return list(noted.values_list("member_id", flat=True))


def _seated(meeting: Meeting) -> set[int]:
    waits = Rsvp.objects.filter(meeting=meeting, waits_since__isnull=False)
    answers = answers_to_meeting(meeting).items()
    yes = {pk for pk, answer in answers if answer == Answer.YES}
    return yes - set(waits.values_list("member_id", flat=True))
