"""Meetings as lists and pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from communities.models import Membership
from core.addresses import address
from core.timezones import zone_label, zone_named
from meetings.models import Answer, Meeting, Rsvp, StandingAnswer, State


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What the reader answered; `answer` is empty while he did not."""

    answer: str = ""
    label: str = ""
    guests: int = 0
    words: str = ""
    is_late: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list."""

    id: int
    url: str
    title: str
    starts_at: datetime
    ends_at: datetime
    time: str
    """ "6:00 – 7:30 p.m." on the reader's clock. """
    zone_time: str
    """The same on the clock of the series, with its name; empty where both clocks show the same."""
    place: str
    is_online: bool
    is_cancelled: bool
    is_asked: bool
    """It falls on a day off, and its host has not decided yet."""
    note: str
    own: OwnAnswer


def meeting_rows(meetings: Iterable[Meeting], reader: Membership) -> list[MeetingRow]:
    """Return rows of meetings that were fetched with their series: two queries for any number."""
    listed = list(meetings)
    answers = own_answers(listed, reader)
    slug = reader.community.slug
    return [
        MeetingRow(
            id=one.pk,
            url=address("meetings:meeting", slug, one.number),
            title=one.name,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            time=time_span(one.starts_at, one.ends_at),
            zone_time=zone_time(one),
            place=one.detail("place_name") or one.detail("address"),
            is_online=bool(one.detail("web_link") or one.detail("dial_in")),
            is_cancelled=one.state == State.CANCELLED,
            is_asked=one.state == State.ASKED,
            note=one.note,
            own=answers[one.pk],
        )
        for one in listed
    ]


def own_answers(meetings: Iterable[Meeting], reader: Membership) -> Mapping[int, OwnAnswer]:
    """Return what the reader answered to each of these, by id: two queries."""
    listed = list(meetings)
    own = {
        rsvp.meeting_id: OwnAnswer(
            answer=rsvp.answer,
            label=str(Answer(rsvp.answer).label),
            guests=rsvp.guests,
            words=rsvp.words,
            is_late=rsvp.is_late,
            waits=rsvp.waits_since is not None,
        )
        for rsvp in Rsvp.objects.filter(member=reader, meeting__in=[one.pk for one in listed])
    }
    series = {one.series_id for one in listed}
    standing = StandingAnswer.objects.filter(member=reader, series__in=series)
    always = {
        series_id: OwnAnswer(answer=answer, label=str(Answer(answer).label))
        for series_id, answer in standing.values_list("series_id", "answer")
    }
    nothing = OwnAnswer()
    return {one.pk: own.get(one.pk) or always.get(one.series_id, nothing) for one in listed}


def time_span(starts_at: datetime, ends_at: datetime) -> str:
    """Return "6 p.m. – 7:30 p.m." on the clock that is active, with the day where it is another one."""
    begins, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    shape = "TIME_FORMAT" if begins.date() == ends.date() else "SHORT_DATETIME_FORMAT"
    return f"{date_format(begins, 'TIME_FORMAT')} – {date_format(ends, shape)}"


def zone_time(meeting: Meeting) -> str:
    """Return when it begins on the clock of its series: "5 p.m., Central time (Chicago)".

    Empty where the reader's clock shows the same.
    """
    return time_elsewhere(meeting.starts_at, meeting.series.time_zone)


def time_elsewhere(at: datetime, time_zone: str) -> str:
    """Return what the clock of a zone shows then, with its name; empty where it is as the reader's."""
    here = timezone.localtime(at)
    there = at.astimezone(zone_named(time_zone))
    if here.replace(tzinfo=None) == there.replace(tzinfo=None):
        return ""
    shape = "TIME_FORMAT" if here.date() == there.date() else "SHORT_DATETIME_FORMAT"
    return f"{date_format(there, shape)}, {zone_label(time_zone)}"
