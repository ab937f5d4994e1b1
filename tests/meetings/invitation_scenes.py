"""Invitations that went out, and what came of them."""

import re
from typing import Any
from urllib.parse import urlsplit

import icalendar

from communities.models import Membership
from communities.scope import scope
from meetings.models import Rsvp, Series
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.meetings.scenes import planned
from tests.notifications.notice_scenes import work
from tests.opened_mail import opened, text_of


def invites(cast: Cast, **changes: Any) -> Series:
    """Plan it and let the worker write the invitations."""
    with scope(cast.community):
        series = planned(cast, **changes)
    work()
    return series


def told(member: Membership) -> list[OutgoingMail]:
    """Return what the member was told of meetings, in order."""
    return list(
        OutgoingMail.objects.filter(kind__startswith="meeting", user=member.user_id).order_by("pk")
    )


def calendar_of(mail: OutgoingMail) -> Any:
    parts = [part for part in opened(mail).walk() if part.get_content_type() == "text/calendar"]
    return icalendar.Calendar.from_ical(str(parts[0].get_content()))


def events_of(mail: OutgoingMail) -> list[Any]:
    return list(calendar_of(mail).walk("VEVENT"))


def path_of(mail: OutgoingMail, said: str) -> str:
    found = re.search(rf"https?://\S*/mail/meeting/{said}/\S*", text_of(mail))
    assert found, text_of(mail)
    return urlsplit(found[0]).path


def answer_row(cast: Cast, member: Membership) -> tuple[str, int, str] | None:
    with scope(cast.community):
        row = Rsvp.objects.filter(member=member).first()
        return (row.answer, row.guests, row.way) if row else None
