"""Calendars as bytes: feeds to subscribe to (RFC 5545, RFC 7986), invitations (iTIP, RFC 5546).

Equal events give equal bytes, whatever the day and the process.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from meetings.recurrence.grammar import read_rule
from meetings.recurrence.moments import local_start, moment, slot_of
from meetings.recurrence.rules import starts

from .events import Answer, Event, Method, Override, Person
from .lines import line, local, mailto, quoted, text_line, texts_line, uri_line, utc
from .zones import UTC_NAMES, days_of_change, timezone

PRODUCT = "-//Porchlight//Meetings//EN"
FETCHED_EVERY = "PT1H"
"""How often programs are asked to fetch a feed; most do as they please."""


def feed(events: Iterable[Event], *, name: str, description: str = "", url: str = "") -> bytes:
    """Return a calendar to subscribe to, without what is cancelled; nobody is named in it.

    What no longer stands in a feed is gone from calendars; what stands in it as cancelled is shown
    by some like any meeting.
    """
    shown = [event for event in events if not event.cancelled]
    head = [
        text_line("NAME", name),
        text_line("X-WR-CALNAME", name),
        *([text_line("DESCRIPTION", description)] if description else []),
        *([text_line("X-WR-CALDESC", description)] if description else []),
        *([uri_line("URL", url)] if url else []),
        line("REFRESH-INTERVAL;VALUE=DURATION", FETCHED_EVERY),
        line("X-PUBLISHED-TTL", FETCHED_EVERY),
    ]
    body = (_whole(event, None, ()) for event in shown)
    return _calendar(head, shown, chain.from_iterable(body))


def invitation(
    event: Event,
    *,
    attendee: Person,
    answer: Answer = Answer.NONE,
    answer_expected: bool = True,
    method: Method = Method.REQUEST,
    slots: Sequence[str] = (),
) -> bytes:
    """Return an iTIP message to one person, of the whole series or of the meetings at `slots`.

    `answer` is what the person said before. Raise ValueError for an address that cannot be
    written, and for an event without an organizer.
    """
    if event.organizer is None:
        raise ValueError("An invitation needs somebody to answer to.")
    people = [
        line(f"ORGANIZER{_name(event.organizer)}", mailto(event.organizer.address)),
        line(
            f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer}"
            f";RSVP={'TRUE' if answer_expected and method is Method.REQUEST else 'FALSE'}"
            f"{_name(attendee)}",
            mailto(attendee.address),
        ),
    ]
    head = [line("METHOD", method)]
    if slots:
        ones = (_one(event, slot, method, people) for slot in slots)
        return _calendar(head, [event], chain.from_iterable(ones))
    if method is Method.CANCEL:
        return _calendar(head, [event], _main(event, method, people, recurs=False))
    return _calendar(head, [event], _whole(event, method, people))


def _calendar(head: Iterable[bytes], events: list[Event], body: Iterable[bytes]) -> bytes:
    return b"".join(
        [
            line("BEGIN", "VCALENDAR"),
            line("VERSION", "2.0"),
            line("PRODID", PRODUCT),
            line("CALSCALE", "GREGORIAN"),
            *head,
            *_timezones(events),
            *body,
            line("END", "VCALENDAR"),
        ]
    )


def _timezones(events: list[Event]) -> Iterable[bytes]:
    years: dict[str, set[int]] = {}
    for event in events:
        if event.zone not in UTC_NAMES:
            last = starts(event.start, event.rule)[-1]
            moved = (found.end.year for found in event.overrides)
            years.setdefault(event.zone, set()).update((event.start.year, last.year, *moved))
    return (timezone(name, min(found), max(found)) for name, found in sorted(years.items()))


def _whole(event: Event, method: Method | None, people: Iterable[bytes]) -> Iterable[bytes]:
    people = list(people)
    yield from _main(event, method, people, recurs=True)
    if not event.rule:
        return
    overrides = {found.slot: found for found in (*_at_odd_hours(event), *event.overrides)}
    for slot in sorted(overrides.keys() - set(event.left_out)):
        if not overrides[slot].cancelled:
            yield from _occurrence(event, overrides[slot], method, people)


def _main(
    event: Event, method: Method | None, people: Iterable[bytes], *, recurs: bool
) -> Iterable[bytes]:
    cancelled = event.cancelled or method is Method.CANCEL
    yield from _beginning(event, event.changed_at, event.sequence)
    if event.rule and recurs:
        yield _time(event, "DTSTART", event.start)
        yield _first_end(event)
        yield from _recurrence(event)
    else:
        yield from _times(event, event.start, event.end)
    yield from _details(event, None)
    yield from _ending(cancelled=cancelled, people=people)


def _one(event: Event, slot: str, method: Method, people: Iterable[bytes]) -> Iterable[bytes]:
    found = next((override for override in event.overrides if override.slot == slot), None)
    if found is None:
        start = local_start(slot)
        end = start + (event.end - event.start)
        found = Override(slot=slot, start=start, end=end, changed_at=event.changed_at)
    return _occurrence(event, found, method, people)


def _occurrence(
    event: Event, override: Override, method: Method | None, people: Iterable[bytes]
) -> Iterable[bytes]:
    cancelled = override.cancelled or event.cancelled or method is Method.CANCEL
    # What a program keeps of the series must not count for more than what it hears of the meeting.
    yield from _beginning(event, override.changed_at, max(event.sequence, override.sequence))
    yield _time(event, "RECURRENCE-ID", local_start(override.slot))
    yield from _times(event, override.start, override.end)
    yield from _details(event, override)
    yield from _ending(cancelled=cancelled, people=people)


def _beginning(event: Event, changed_at: datetime, sequence: int) -> Iterable[bytes]:
    yield line("BEGIN", "VEVENT")
    yield text_line("UID", event.uid)
    yield line("DTSTAMP", utc(changed_at))
    yield line("CREATED", utc(event.created_at))
    yield line("LAST-MODIFIED", utc(changed_at))
    yield line("SEQUENCE", str(sequence))


def _ending(*, cancelled: bool, people: Iterable[bytes]) -> Iterable[bytes]:
    yield line("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    yield line("TRANSP", "OPAQUE")
    yield from people
    yield line("END", "VEVENT")


def _details(event: Event, override: Override | None) -> Iterable[bytes]:
    def of(name: str) -> str:
        own: str | None = getattr(override, name, None)
        return getattr(event, name) if own is None else own

    language = f";LANGUAGE={event.language}" if event.language else ""
    for name in ("summary", "description", "location"):
        if text := of(name):
            yield text_line(f"{name.upper()}{language}", text)
    if url := of("url"):
        yield uri_line("URL", url)
    if conference := of("conference"):
        yield uri_line("CONFERENCE;VALUE=URI;FEATURE=VIDEO", conference)
    if event.categories:
        yield texts_line("CATEGORIES", event.categories)


def _recurrence(event: Event) -> Iterable[bytes]:
    rule = read_rule(event.rule, first=event.start)
    gone = {*event.left_out, *(found.slot for found in event.overrides if found.cancelled)}
    last_day = rule.last_day
    zone = ZoneInfo(event.zone)
    if last_day is None:
        yield line("RRULE", str(rule))
    else:
        until = moment(datetime.combine(last_day, event.start.time()), zone)
        without = str(rule).rpartition(";UNTIL=")[0]
        yield line("RRULE", f"{without};UNTIL={utc(until)}")
    for slot in sorted(gone):
        yield _time(event, "EXDATE", local_start(slot))


def _first_end(event: Event) -> bytes:
    """Return the end of the first meeting, from which programs tell how long the others last."""
    if not _is_odd(event.start, event.end, ZoneInfo(event.zone)):
        return _time(event, "DTEND", event.end)
    minutes = (event.end - event.start) // timedelta(minutes=1)
    return line("DURATION", f"PT{minutes}M")


def _times(event: Event, start: datetime, end: datetime) -> Iterable[bytes]:
    zone = ZoneInfo(event.zone)
    if _is_odd(start, end, zone):
        begins = moment(start, zone)
        yield line("DTSTART", utc(begins))
        yield line("DTEND", utc(begins + (end - start)))
    else:
        yield _time(event, "DTSTART", start)
        yield _time(event, "DTEND", end)


def _at_odd_hours(event: Event) -> Iterable[Override]:
    """Return those meetings of the rule of whose hours programs think differently."""
    zone, lasts = ZoneInfo(event.zone), event.end - event.start
    found = starts(event.start, event.rule)
    days = days_of_change(event.zone, event.start.year, found[-1].year)
    for start in found:
        if not days.isdisjoint({start.date(), (start + lasts).date()}) and _is_odd(
            start, start + lasts, zone
        ):
            yield Override(
                slot=slot_of(start), start=start, end=start + lasts, changed_at=event.changed_at
            )


def _is_odd(start: datetime, end: datetime, zone: ZoneInfo) -> bool:
    """Whether one of the two never is or is twice, or the clocks change in between."""
    offsets = {
        at.replace(tzinfo=zone, fold=fold).utcoffset() for at in (start, end) for fold in (0, 1)
    }
    return len(offsets) > 1


def _time(event: Event, name: str, at: datetime) -> bytes:
    if event.zone in UTC_NAMES:
        return line(name, f"{local(at)}Z")
    return line(f"{name};TZID={event.zone}", local(at))


def _name(person: Person) -> str:
    return f";CN={quoted(person.name)}" if person.name.strip() else ""
