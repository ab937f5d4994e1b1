"""Meetings as the fields of a calendar show them: markup built as text, since there are hundreds."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.models.membership import Standing
from core.addresses import address
from core.prepared import prepared
from core.templatetags.look import icon
from core.timezones import zone_label, zone_named
from meetings.models import Answer, Meeting, Rsvp, StandingAnswer, State

WAITS = "waits"
CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Entries:
    """The list items of each day, and how many there are."""

    by_day: dict[date, SafeString]
    count: int


def entries_between(
    reader: Membership, begins: datetime, ends: datetime, *, mine: str = ""
) -> Entries:
    """Return what begins then, under its day on the clock that is active: three queries.

    `mine` is "coming" (the reader said yes), "open" (he did not answer), or empty for all.
    """
    # What guests host is theirs again only when they are guests no more: another query.
    is_guest = reader.standing == Standing.GUEST
    rows = (_between.build if is_guest else _between)(reader, begins, ends)
    own = {pk: WAITS if since else said for pk, said, since in _own(reader, begins, ends)}
    always = dict(_always(reader))
    here, language = timezone.get_current_timezone(), get_language() or ""
    found: defaultdict[date, list[str]] = defaultdict(list)
    slug = reader.community.slug
    for pk, number, series, own_title, title, starts_at, ends_at, state, zone in rows:
        answer = own.get(pk) or always.get(series, "")
        if not _is_chosen(mine, answer, state):
            continue
        begun, over = starts_at.astimezone(here), ends_at.astimezone(here)
        mark = CANCELLED if state == State.CANCELLED else answer
        words = _span(begun, over, language) + _elsewhere(begun, zone, language)
        css = ' class="calendar__cancelled"' if mark == CANCELLED else ""
        found[begun.date()].append(
            f'<li{css}><a href="{address("meetings:meeting", slug, number)}">'
            f"{escape(own_title or title)}</a> "
            f'<span class="calendar__time">{words}</span>{_mark(mark, language)}</li>'
        )
    # Titles are escaped; the rest is ours.
    by_day = {day: mark_safe("".join(one)) for day, one in found.items()}  # noqa: S308
    return Entries(by_day, sum(map(len, found.values())))


def _is_chosen(mine: str, answer: str, state: str) -> bool:
    if not mine:
        return True
    if state == State.CANCELLED:
        return False
    return not answer if mine == "open" else answer in (Answer.YES, WAITS)


def _span(begins: datetime, ends: datetime, language: str) -> str:
    if begins.date() == ends.date():
        return f"{_clock(begins.time(), language)} – {_clock(ends.time(), language)}"
    shown = date_format(ends, "SHORT_DATETIME_FORMAT")
    return f"{_clock(begins.time(), language)} – {escape(shown)}"


def _elsewhere(begins: datetime, zone: str, language: str) -> str:
    """Return " (5 p.m., Central time (Chicago))", or nothing where both clocks show the same."""
    there = begins.astimezone(zone_named(zone))
    if there.utcoffset() == begins.utcoffset():
        return ""
    shown = (
        _clock(there.time(), language)
        if there.date() == begins.date()
        else escape(date_format(there, "SHORT_DATETIME_FORMAT"))
    )
    return f" ({shown}, {_zone(zone, language)})"


@lru_cache(maxsize=4096)
def _clock(shown: time, _language: str) -> str:
    return escape(time_format(shown, "TIME_FORMAT"))


@lru_cache(maxsize=1024)
def _zone(name: str, _language: str) -> str:
    return escape(zone_label(name))


@lru_cache(maxsize=64)
def _mark(kind: str, _language: str) -> str:
    symbol, words = {
        CANCELLED: ("close", _("Cancelled")),
        WAITS: ("clock", _("You are on the waiting list")),
        Answer.YES: ("check", _("You are coming")),
    }.get(kind, ("", ""))
    if not symbol:
        return ""
    return f' <span class="calendar__mark">{icon(symbol, "small")}{escape(words)}</span>'


@prepared
def _between(
    reader: Membership, begins: datetime, ends: datetime
) -> QuerySet[Meeting, tuple[Any, ...]]:
    there = Meeting.objects.visible_to(reader).filter(starts_at__gte=begins, starts_at__lt=ends)
    return there.order_by("starts_at", "pk").values_list(
        *("pk", "number", "series_id", "title", "series__title"),
        *("starts_at", "ends_at", "state", "series__time_zone"),
    )


@prepared
def _own(reader: Membership, begins: datetime, ends: datetime) -> QuerySet[Rsvp, tuple[Any, ...]]:
    there = Rsvp.objects.filter(
        member_id=reader.pk, meeting__starts_at__gte=begins, meeting__starts_at__lt=ends
    )
    return there.values_list("meeting_id", "answer", "waits_since")


@prepared
def _always(reader: Membership) -> QuerySet[StandingAnswer, tuple[Any, ...]]:
    there = StandingAnswer.objects.filter(member_id=reader.pk)
    return there.values_list("series_id", "answer")
