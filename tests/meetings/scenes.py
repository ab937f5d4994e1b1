"""Meetings that tests plan."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from communities.models import Membership
from forums.audience_choices import EVERYONE, audience_chosen
from meetings.actions import Plan, Reply, answer_meeting, plan_series
from meetings.models import Answer, Meeting, Rsvp, Series, Way
from meetings.recurrence.rules import checked_rule
from meetings.schedule.change_form import ChangeForm
from tests.cast import Cast

ZONE = "America/Chicago"


def next_week(days: int = 7) -> date:
    """Return the day so many days from now on the clock of the meetings."""
    return (timezone.now() + timedelta(days=days)).date()


def plan_for(cast: Cast, **changes: Any) -> Plan:
    """Return a plan: four Tuesdays or whatever day it is in a week, in a school."""
    values: dict[str, Any] = {
        "title": "Monthly table",
        "audience": audience_chosen(cast.community, EVERYONE),
        "host": cast.fay,
        "language": "en",
        "time_zone": ZONE,
        "first_on": next_week(),
        "begins": time(18),
        "minutes": 90,
        "rule": "FREQ=WEEKLY;COUNT=4",
        "place_name": "Eastgate School",
        "address": "12 River Street",
        "web_link": "https://video.example/table",
        "dial_in": "+1 312 555 0100",
        "dial_in_code": "4711#",
        "reminders": [24 * 60],
    }
    values |= changes
    if values["rule"]:
        first = datetime.combine(values["first_on"], values["begins"])
        values["rule"] = checked_rule(values["rule"], first=first)
    return Plan(**values)


def planned(cast: Cast, *, by: Membership | None = None, **changes: Any) -> Series:
    """Plan it; inside the scope."""
    return plan_series(plan_for(cast, **changes), by=by or cast.fay)


def meetings_of(series: Series) -> list[Meeting]:
    """Return its meetings in order."""
    return list(
        Meeting.objects.filter(series=series).select_related("series").order_by("starts_at")
    )


def says(member: Membership, meeting: Meeting, answer: Answer = Answer.YES, **more: Any) -> Rsvp:
    """Let a member answer on the page."""
    return answer_meeting(meeting, member, Reply(answer, **more), way=Way.PAGE, by=member)


def as_series_form(cast: Cast, **changes: Any) -> dict[str, Any]:
    """Return what a browser sends to plan a meeting each week."""
    return {
        "title": "Monthly table",
        "audience": EVERYONE,
        "first_on": next_week().isoformat(),
        "begins": "18:00",
        "minutes": "90",
        "time_zone": ZONE,
        "often": "weekly",
        "every": "1",
        "by": "weekday",
        "times": "4",
        "on_days_off": "skip",
        "format": "open",
        "place_name": "Eastgate School",
        "language": cast.community.language,
        "reminders": ["1440"],
        **changes,
    }


def local(meeting: Meeting) -> datetime:
    """Return when it begins on the clock of its series, without a zone."""
    return meeting.starts_at.astimezone(meeting.series.zone).replace(tzinfo=None)


def as_changed(cast: Cast, meeting: Meeting, **changes: Any) -> QueryDict:
    """Return what a browser sends that opened the form of a meeting, with these fields changed.

    Inside the scope.
    """
    meeting.community = cast.community
    form = ChangeForm(member=cast.fay, meeting=meeting)
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = QueryDict(mutable=True)
    for name, value in (values | changes).items():
        listed = value if isinstance(value, list) else [value]
        sent.setlist(name, [str(one) for one in listed])
    return sent


def ended(series: Series, ago: timedelta = timedelta(hours=1)) -> Meeting:
    """Let the first meeting of a series have lasted an hour, and be over for so long. Inside the scope."""
    return begins(meetings_of(series)[0], timezone.now() - ago - timedelta(hours=1))


def begins(meeting: Meeting, at: datetime) -> Meeting:
    """Let a meeting last an hour from then on. Inside the scope."""
    meeting.starts_at, meeting.ends_at = at, at + timedelta(hours=1)
    meeting.save(update_fields=["starts_at", "ends_at"])
    meeting.community = meeting.series.community
    return meeting
