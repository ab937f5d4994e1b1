"""What the form for a change shows of a meeting: plain values, which two hosts' forms compare."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from forums.audience_choices import value_of
from meetings.models import Meeting, Series
from meetings.recurrence.choices import choices_of
from meetings.recurrence.grammar import read_rule

WHERE = ("place_name", "address", "room", "web_link", "dial_in", "dial_in_code")
CLOCK = ("begins", "minutes", "time_zone")
DAYS = ("first_on", "often", "every", "weekdays", "by", "last_day", "times")
# What stands on the series alone: the same at each of its meetings.
ALIKE = (
    *("about", "audience", "on_days_off", "format", "language", "interpretation", "capacity"),
    *("accessibility", "child_care", "meals", "reminders"),
)
# What one meeting may have for itself.
OWN = ("title", *WHERE, "first_on", "begins", "minutes", "note")
ALL = ("title", *ALIKE, *WHERE, *CLOCK, *DAYS, "note")
# A rule that no choice of the form says.
KEPT = "kept"


def shown(meeting: Meeting, slots: Iterable[str]) -> dict[str, Any]:
    """Return what the form shows by the names of its fields; `slots` are those of the whole series."""
    series = meeting.series
    local = meeting.starts_at.astimezone(series.zone)
    minutes = int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60
    found: dict[str, Any] = {
        "title": meeting.name,
        "audience": value_of(series.audience),
        "first_on": local.date(),
        "begins": local.time(),
        "minutes": minutes,
        "time_zone": series.time_zone,
        "note": meeting.note,
        **{name: getattr(series, name) for name in ALIKE if name != "audience"},
        **{name: meeting.detail(name) for name in WHERE},
        **_again(series, meeting, slots),
    }
    return {name: plain(found[name]) for name in ALL}


def plain(value: Any) -> Any:
    """Return a value of a form as JSON keeps it, so that equal ones are equal."""
    match value:
        case None:
            return ""
        case time():
            return value.strftime("%H:%M")
        case date():
            return value.isoformat()
        case list() | tuple():
            return sorted(plain(one) for one in value)
        case str():
            return str(value).replace("\r\n", "\n").strip()
    return value


def _again(series: Series, meeting: Meeting, slots: Iterable[str]) -> dict[str, Any]:
    """Return the fields on how often it meets: from this meeting on."""
    choices = choices_of(series.rule, series.first_start)
    left = sum(1 for slot in slots if slot >= meeting.slot)
    if choices is None:
        rule = read_rule(series.rule, first=series.first_start)
        kept = {"often": KEPT, "every": 1, "weekdays": (), "by": "weekday"}
        return {**kept, "last_day": rule.last_day, "times": left if rule.count else None}
    # The weekday of the meeting itself goes with its day.
    alone = choices.weekdays == (meeting.slot_start.weekday(),)
    return {
        "often": choices.often,
        "every": choices.every,
        "weekdays": () if alone else choices.weekdays,
        # A form that says "once" proposes what most series are.
        "by": "weekday" if choices.often in ("once", "daily", "weekly") else choices.by,
        "last_day": choices.last_day,
        "times": left if choices.times else None,
    }
