"""Items that tests propose."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from communities.models import Membership
from meetings.agenda.ordering import take
from meetings.agenda.proposing import Words, propose
from meetings.models import AgendaItem, ItemKind, Meeting
from tests.cast import Cast
from tests.meetings.scenes import meetings_of, planned

type SignIn = Callable[[Membership], Client]


def meeting_of(cast: Cast, **plan: Any) -> Meeting:
    """Plan four meetings (or as the plan says) and return the first; inside the scope."""
    meeting = meetings_of(planned(cast, **plan))[0]
    meeting.community = meeting.series.community = cast.community
    return meeting


def proposed(
    meeting: Meeting, by: Membership, title: str = "Buses after six", **words: Any
) -> AgendaItem:
    """Let somebody propose it; inside the scope."""
    said = Words(**{"kind": ItemKind.QUESTION, "title": title, **words})
    item = propose(meeting, said, by=by)
    item.meeting = meeting
    return item


def taken(meeting: Meeting, by: Membership, title: str, **fields: Any) -> AgendaItem:
    """Put something on the agenda; inside the scope."""
    item = proposed(meeting, by, title)
    take(item, by=by)
    AgendaItem.objects.filter(pk=item.pk).update(**fields)
    item.refresh_from_db()
    item.meeting = meeting
    return item


def titles(meeting: Meeting) -> list[str]:
    """Return what is on the agenda, in order; inside the scope."""
    there = AgendaItem.objects.filter(meeting=meeting, state="taken").order_by("position")
    return [one.title or one.step for one in there]


def let_pass(meeting: Meeting) -> None:
    """Let the meeting be over; inside the scope."""
    now = timezone.now()
    meeting.starts_at, meeting.ends_at = now - timedelta(hours=3), now - timedelta(hours=1)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=meeting.starts_at, ends_at=meeting.ends_at
    )


def agenda_url(meeting: Meeting, path: str = "") -> str:
    """Return the address of the agenda, or of a page under it."""
    return f"{meeting.get_absolute_url()}agenda/{path}"
