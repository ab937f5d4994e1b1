"""A series as calendar programs get it with an invitation."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from meetings.calendars.events import Event, Override, Person
from meetings.models import Meeting, Series, State
from meetings.models.series import Details


def invited_to(series: Series, meetings: Iterable[Meeting], *, url: str) -> Event:
    """Return the event without its organizer, its words in the language that is active.

    `meetings` are all rows of the series, with it.
    """
    rows = list(meetings)
    first = rows[0] if rows and not series.recurs else None
    start = _local(series, first.starts_at) if first else series.first_start
    return Event(
        uid=series.uid,
        sequence=max(series.sequence, first.sequence) if first else series.sequence,
        zone=series.time_zone,
        start=start,
        end=_local(series, first.ends_at) if first else start + timedelta(minutes=series.minutes),
        created_at=series.created_at,
        changed_at=max(series.changed_at, first.changed_at) if first else series.changed_at,
        summary=first.name if first else series.title,
        rule=series.rule,
        left_out=tuple(one.slot for one in rows if one.state == State.SKIPPED),
        overrides=()
        if first
        else tuple(_override(series, one, url) for one in rows if _differs(one)),
        description=_description(series, first or series, url),
        location=_location(first or series, series),
        url=url,
        conference=_detail(first or series, "web_link"),
        cancelled=series.cancelled_at is not None
        or (first is not None and first.state == State.CANCELLED),
        language=series.language,
    )


def organizer_at(address: str, series: Series) -> Person:
    """Return whom calendar programs answer: the community, at the address of one person's answers.

    Where this site receives no mail, at that from which it sends.
    """
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return Person(address=address or own, name=series.community.name)


def _differs(meeting: Meeting) -> bool:
    return meeting.is_changed or meeting.sequence > 0 or meeting.state == State.CANCELLED


def _override(series: Series, meeting: Meeting, url: str) -> Override:
    return Override(
        slot=meeting.slot,
        start=_local(series, meeting.starts_at),
        end=_local(series, meeting.ends_at),
        changed_at=meeting.changed_at,
        sequence=meeting.sequence,
        cancelled=meeting.state == State.CANCELLED,
        summary=meeting.title or None,
        description=_description(series, meeting, url) if meeting.note else None,
        location=_location(meeting, series) or None,
        conference=meeting.web_link or None,
    )


def _local(series: Series, at: datetime) -> datetime:
    return at.astimezone(series.zone).replace(tzinfo=None)


def _detail(of: Details, name: str) -> str:
    return of.detail(name) if isinstance(of, Meeting) else str(getattr(of, name))


def _location(of: Details, series: Series) -> str:
    parts = [_detail(of, name) for name in ("place_name", "room", "address")]
    return ", ".join(part for part in parts if part) or series.web_link


def _description(series: Series, of: Details, url: str) -> str:
    dial_in, code = _detail(of, "dial_in"), _detail(of, "dial_in_code")
    lines = [
        of.note if isinstance(of, Meeting) else "",
        series.about,
        _("By video: %(link)s") % {"link": link} if (link := _detail(of, "web_link")) else "",
        _("By telephone: %(number)s") % {"number": f"{dial_in} {code}".strip()} if dial_in else "",
        url or settings.SITE_URL,
    ]
    return "\n\n".join(line for line in lines if line)
