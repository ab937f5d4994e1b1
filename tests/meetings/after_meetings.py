"""Meetings that went on or have ended, and browsers of the people who were there."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from communities.models import Membership
from communities.scope import scope
from meetings.models import Attendance, Meeting
from tests.cast import Cast
from tests.meetings.scenes import begins, ended, meetings_of, planned


def held(cast: Cast, **changes: Any) -> Meeting:
    """Let a meeting of ada's have ended two hours and a minute ago: its door is closed."""
    with scope(cast.community):
        values: dict[str, Any] = {"rule": "", "host": cast.ada} | changes
        return ended(planned(cast, **values), timedelta(minutes=121))


def going_on(cast: Cast, since: timedelta = timedelta(minutes=5), **changes: Any) -> Meeting:
    """Let a meeting of ada's have begun five minutes ago."""
    with scope(cast.community):
        values: dict[str, Any] = {"rule": "", "host": cast.ada} | changes
        meeting = meetings_of(planned(cast, **values))[0]
        return begins(meeting, timezone.now() - since)


def noted(cast: Cast, meeting: Meeting, *members: Membership) -> None:
    """Have these noted as there."""
    with scope(cast.community):
        for member in members:
            Attendance.objects.create(
                community=cast.community, meeting=meeting, member=member, way="list", by=cast.fay
            )


def there(cast: Cast, meeting: Meeting) -> set[str]:
    """Return the first names of the members who are noted, and the names of guests in brackets."""
    with scope(cast.community):
        rows = Attendance.objects.filter(meeting=meeting).select_related("member__user")
        return {
            row.member.user.email.partition("@")[0] if row.member else f"({row.name})"
            for row in rows
        }


def page_of(cast: Cast, meeting: Meeting, what: str = "") -> str:
    return f"/c/{cast.community.slug}/meetings/{meeting.number}/{what}"


def browser_of(member: Membership) -> Client:
    browser = Client()
    browser.force_login(member.user, backend="accounts.backend.SessionBackend")
    return browser
