"""When, where and what is special, as lines of a mail; in the language and on the clock that are active."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.dialling import dial_url
from meetings.models import Meeting, Series, State
from meetings.models.series import Details
from meetings.naming_days_off import name_on, named_days_off
from meetings.recurrence.words import rule_in_words
from meetings.rows import time_span, zone_time

SHOWN = 3
# Days on which nobody meets though the rule says so; the others are counted.
OFF_SHOWN = 6


def times_of(
    series: Series, meeting: Meeting | None, meetings: Sequence[Meeting]
) -> dict[str, Any]:
    """Return when: of the one meeting, or of the series with the next few of its meetings."""
    now = timezone.now()
    coming = [one for one in meetings if one.stands and one.ends_at > now]
    several = meeting is None and series.recurs
    # Of a series that is cancelled, no one day is the day: below stands on which ones nobody meets.
    last = None if several or not meetings else meetings[-1]
    first = meeting or (coming[0] if coming else last)
    return {
        "title": meeting.name if meeting else series.title,
        "about": series.about,
        "when": _when(first) if first else "",
        "zone_time": zone_time(first) if first else "",
        "rule": rule_in_words(series.rule, series.first_start) if several else "",
        "others": [_when(one) for one in coming[1 : SHOWN + 1]] if several else [],
        **(_days_off(series, meetings, now) if several else {}),
    }


def _days_off(series: Series, meetings: Sequence[Meeting], now: datetime) -> dict[str, Any]:
    """Return the days to come on which the series does not meet, and why where that is a day off."""
    off = [one for one in meetings if not one.stands and one.ends_at > now]
    if not off:
        return {}
    there = named_days_off(series.community_id, since=now.date() - timedelta(days=1))

    def line(one: Meeting) -> str:
        day = one.starts_at.astimezone(series.zone).date()
        if one.state != State.SKIPPED:
            return _day(one)
        name = name_on(day, there)
        return f"{_day(one)} ({name})" if name else _day(one)

    more = len(off) - OFF_SHOWN
    return {
        "off": [line(one) for one in off[:OFF_SHOWN]],
        "more_off": ngettext("And %(count)s more.", "And %(count)s more.", more) % {"count": more}
        if more > 0
        else "",
    }


def days_gone(series: Series, gone: Sequence[Meeting]) -> dict[str, Any]:
    """Return the days that are off, and nothing else."""
    return {
        "title": series.title,
        "about": "",
        "when": "",
        "zone_time": "",
        "rule": "",
        "others": [],
        "gone": [_when(one) for one in gone],
        "where": [],
        "special": [],
    }


def facts_of(series: Series, meeting: Meeting | None) -> dict[str, Any]:
    """Return where, and what people need to know to come."""
    special = [
        (_("Child care"), series.child_care),
        (_("Food"), series.meals),
        (_("Languages"), series.interpretation),
        (_("Getting in and taking part"), series.accessibility),
    ]
    return {
        "where": where_of(series, meeting),
        "special": [row for row in special if row[1]],
    }


def where_of(details: Details, meeting: Meeting | None = None) -> list[tuple[str, str, str]]:
    """Return where, each with what it is and the address to follow, if there is one."""

    def of(name: str) -> str:
        return meeting.detail(name) if meeting else str(getattr(details, name))

    place = ", ".join(part for part in (of("place_name"), of("room"), of("address")) if part)
    code = of("dial_in_code")
    phone = of("dial_in")
    if phone and code:
        phone = _("%(number)s, code %(code)s") % {"number": phone, "code": code}
    where = [
        (_("Place"), place, ""),
        (_("By video"), of("web_link"), of("web_link")),
        (_("By telephone"), phone, dial_url(of("dial_in"), code)),
    ]
    return [row for row in where if row[1]]


def day_and_time(meeting: Meeting) -> str:
    """Return the day and when it begins, as subjects of mails have it."""
    begins = timezone.localtime(meeting.starts_at)
    return f"{date_format(begins, 'DATE_FORMAT')}, {date_format(begins, 'TIME_FORMAT')}"


def _when(meeting: Meeting) -> str:
    return f"{_day(meeting)}, {time_span(meeting.starts_at, meeting.ends_at)}"


def _day(meeting: Meeting) -> str:
    begins = timezone.localtime(meeting.starts_at)
    return f"{date_format(begins, 'l')}, {date_format(begins, 'DATE_FORMAT')}"
