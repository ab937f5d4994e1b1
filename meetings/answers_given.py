"""Who answered what to one meeting, for its hosts: with whom they bring and what they say with it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communities.models import Membership
from communities.person_rows import PersonRow, by_name, person_rows
from meetings.inviting.people import answers_to_meeting
from meetings.models import Answer, Meeting, Rsvp

# So many stand on the page.
MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class Given:
    """One person, and what is known of his answer; `by` is who gave it, if he did not."""

    person: PersonRow
    guests: int = 0
    words: str = ""
    is_late: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Those who answered alike; `people` counts whom they bring, too."""

    title: str
    given: list[Given]
    is_silent: bool = False
    """They said nothing: often most, and nothing to read."""

    @property
    def people(self) -> int:
        return sum(1 + one.guests for one in self.given)


def answers_given(meeting: Meeting) -> list[Group]:
    """Return who comes, who waits for a seat, who may come, who does not, who said nothing: six queries.

    Who waits longest stands first, all others by name.
    """
    answers = answers_to_meeting(meeting)
    rows = Rsvp.objects.filter(meeting=meeting).select_related("by__user")
    own = {row.member_id: row for row in rows}
    waiting = {pk: row.waits_since for pk, row in own.items() if row.waits_since is not None}
    people = Membership.objects.in_audience(meeting.series.audience_id)
    invited = person_rows(by_name(people)[:MOST_LISTED], meeting.community)

    def group(title: str, ids: Collection[int], *, is_silent: bool = False) -> Group:
        given = [_given(one, own.get(one.id)) for one in invited if one.id in ids]
        return Group(title, given, is_silent)

    said = {
        answer: {pk for pk, given in answers.items() if given == answer} for answer in Answer.values
    }
    queue = group(_("On the waiting list"), waiting.keys())
    queue.given.sort(key=lambda one: waiting[one.person.id])
    groups = (
        group(pgettext("people", "Coming"), said[Answer.YES] - waiting.keys()),
        queue,
        group(_("May be coming"), said[Answer.MAYBE]),
        group(_("Not coming"), said[Answer.NO]),
        group(_("No answer yet"), {one.id for one in invited} - answers.keys(), is_silent=True),
    )
    return [one for one in groups if one.given]


def _given(person: PersonRow, row: Rsvp | None) -> Given:
    if row is None:
        return Given(person)
    return Given(
        person,
        guests=row.guests,
        words=row.words,
        is_late=row.is_late,
        by=row.by.name if row.by_id != row.member_id else "",
    )
