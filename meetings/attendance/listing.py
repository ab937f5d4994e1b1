"""The host's list: who was expected, who is there, and whom he looks for."""

from dataclasses import dataclass

from communities.models import Membership
from communities.name_finding import called
from communities.person_rows import PersonRow, by_name, person_rows
from meetings.inviting.people import answers_to_meeting
from meetings.models import Answer, Attendance, Meeting, Rsvp

# How many a page lists, and how many a search finds.
MOST_LISTED = 500
MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One person to tick."""

    person: PersonRow
    is_here: bool
    # What he answered, in words; how many he said that he brings.
    answer: str
    guests: int


def rows_of(meeting: Meeting) -> list[Row]:
    """Return by name who said that he comes, or may come, and who is there: five queries."""
    answers = answers_to_meeting(meeting)
    noted = Attendance.objects.filter(meeting=meeting, member__isnull=False)
    here = set(noted.values_list("member_id", flat=True))
    bring = Rsvp.objects.filter(meeting=meeting, answer=Answer.YES, guests__gt=0)
    guests = dict(bring.values_list("member_id", "guests"))
    expected = {pk for pk, answer in answers.items() if answer in (Answer.YES, Answer.MAYBE)}
    people = Membership.objects.filter(community=meeting.community_id, pk__in=expected | here)
    return [
        Row(
            person=person,
            is_here=person.id in here,
            answer=str(Answer(answers[person.id]).label) if person.id in answers else "",
            guests=guests.get(person.id, 0),
        )
        for person in person_rows(by_name(people)[:MOST_LISTED], meeting.community)
    ]


def found_by_name(meeting: Meeting, words: str, *, also_noted: bool = False) -> list[PersonRow]:
    """Return members who are called so; nobody for no words. Those who are noted only if asked for."""
    people = called(Membership.objects.active().filter(community=meeting.community_id), words)
    if not also_noted:
        noted = Attendance.objects.filter(meeting=meeting, member__isnull=False)
        people = people.exclude(pk__in=noted.values("member"))
    return person_rows(by_name(people)[:MOST_FOUND], meeting.community)


def guests_of(meeting: Meeting) -> list[Attendance]:
    """Return those who were noted by name, with site and role: one query."""
    noted = Attendance.objects.filter(meeting=meeting, member__isnull=True)
    return list(noted.select_related("site", "role").order_by("name", "pk"))
