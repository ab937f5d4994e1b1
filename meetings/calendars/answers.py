"""What calendar programs answer: iTIP REPLY, RFC 5546, section 3.2.3.

Anybody can send these bytes. Only the lines that are asked for are read; zones and rules that come
with them are not, for a rule made for it would keep a program busy for hours.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from meetings.recurrence.moments import local_start, moment

if TYPE_CHECKING:
    from icalendar import Parameters

MOST_BYTES = 200_000
MOST_LINES = 5_000
MOST_ANSWERS = 50
"""Of one file; calendar programs send one, or one for each meeting of a series that differs."""
LONGEST_UID = 255
LONGEST_COMMENT = 2_000
MOST_GUESTS = 99
READ = frozenset(
    ["BEGIN", "END", "METHOD", "UID", "RECURRENCE-ID", "ATTENDEE", "COMMENT", "SEQUENCE", "DTSTAMP"]
)
ANSWERS: dict[str, Literal["yes", "no", "maybe"]] = {
    "ACCEPTED": "yes",
    "DECLINED": "no",
    "TENTATIVE": "maybe",
}
_NAME = re.compile(r"[A-Za-z-]{1,20}")
_MOMENT = re.compile(r"\d{8}(T\d{6}Z?)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)

type Line = tuple[str, "Parameters", str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAnswer:
    """What one person answered. Nothing in it is checked: anybody can write it."""

    uid: str
    attendee: str
    """The address in lower case; "" if the program hides it."""
    answer: Literal["yes", "no", "maybe"]
    recurrence: datetime | date | None
    """Which meeting of a series, None for all of it: aware, or local to the series, or a day."""
    guests: int
    """Besides the person; programs that ask for it are rare."""
    comment: str
    sequence: int
    """Of the invitation that was answered."""
    stamped_at: datetime | None
    """UTC: when it was answered, by the clock of the person's program."""


def read_answers(content: bytes, *, method: str = "") -> tuple[CalendarAnswer, ...]:
    """Return what is answered; () if it is no REPLY, or none that can be read.

    `method` is what Content-Type says; it counts where the calendar itself says nothing.
    """
    if len(content) > MOST_BYTES:
        return ()
    says, events = _events(_lines(content.decode("utf-8-sig", "replace")))
    if (says or method).upper() != "REPLY":
        return ()
    found = [answer for event in events for answer in _answers(event)]
    return tuple(found[:MOST_ANSWERS])


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarWish:
    """What a program asks for instead of an answer. Nothing in it is checked."""

    uid: str
    wish: Literal["other time", "somebody else"]


def read_wish(content: bytes, *, method: str = "") -> CalendarWish | None:
    """Return a COUNTER (RFC 5546, section 3.2.7), or a reply that delegates (section 2.1.2), if it is one."""
    if len(content) > MOST_BYTES:
        return None
    says, events = _events(_lines(content.decode("utf-8-sig", "replace")))
    said = (says or method).upper()
    for event in events if said in ("COUNTER", "REPLY") else ():
        uid = next((value.strip() for name, _parameters, value in event if name == "UID"), "")
        parts = {
            _parameter(parameters, "PARTSTAT").upper()
            for name, parameters, _value in event
            if name == "ATTENDEE"
        }
        if not uid or len(uid) > LONGEST_UID or not uid.isprintable():
            continue
        if said == "COUNTER":
            return CalendarWish(uid=uid, wish="other time")
        if "DELEGATED" in parts:
            return CalendarWish(uid=uid, wish="somebody else")
    return None


def answered_slot(answer: CalendarAnswer, slots: Iterable[str], zone: ZoneInfo) -> str | None:
    """Return which of the slots of a series in this zone is meant; None if none of them is."""
    meant = answer.recurrence
    for slot in slots if meant is not None else ():
        start = local_start(slot)
        if meant == start.date() or meant == start or meant == moment(start, zone):
            return slot
    return None


def _lines(text: str) -> Iterator[Line]:
    """Yield the lines that are read, unfolded, their values without escapes."""
    # Loaded with the first answer only.
    from icalendar.parser import Contentlines  # noqa: PLC0415

    lines = Contentlines.from_ical(text)  # type: ignore[no-untyped-call]
    for line in lines[:MOST_LINES]:
        name = _NAME.match(line)
        if name is not None and name[0].upper() in READ:
            try:
                _said, parameters, value = line.parts()
            except ValueError:
                continue
            yield name[0].upper(), parameters, value


def _events(lines: Iterable[Line]) -> tuple[str, list[list[Line]]]:
    """Return the method, and the lines of each VEVENT without those of what stands in it."""
    method, events, inside = "", list[list[Line]](), list[str]()
    for line in lines:
        name, _parameters, value = line
        if name == "BEGIN":
            inside.append(value.upper())
            if inside == ["VCALENDAR", "VEVENT"]:
                events.append([])
        elif name == "END":
            if not inside or inside.pop() != value.upper():
                break
        elif inside == ["VCALENDAR", "VEVENT"]:
            events[-1].append(line)
        elif inside == ["VCALENDAR"] and name == "METHOD":
            method = value.strip()
    return method, events


def _answers(event: list[Line]) -> Iterator[CalendarAnswer]:
    values = {name: (parameters, value) for name, parameters, value in event}
    uid = values["UID"][1].strip() if "UID" in values else ""
    if not uid or len(uid) > LONGEST_UID or not uid.isprintable():
        return
    recurrence = None
    if "RECURRENCE-ID" in values:
        recurrence = _moment(*values["RECURRENCE-ID"])
        if recurrence is None:
            return
    stamped_at = _moment(*values["DTSTAMP"]) if "DTSTAMP" in values else None
    sequence = values["SEQUENCE"][1].strip() if "SEQUENCE" in values else ""
    comment = values["COMMENT"][1] if "COMMENT" in values else ""
    for name, parameters, value in event:
        answer = ANSWERS.get(_parameter(parameters, "PARTSTAT").upper())
        if name == "ATTENDEE" and answer is not None:
            yield CalendarAnswer(
                uid=uid,
                attendee=_address(parameters, value),
                answer=answer,
                recurrence=recurrence,
                guests=min(_number(_parameter(parameters, "X-NUM-GUESTS")), MOST_GUESTS),
                comment=_words(comment) or _words(_parameter(parameters, "X-RESPONSE-COMMENT")),
                sequence=_number(sequence),
                stamped_at=stamped_at if isinstance(stamped_at, datetime) else None,
            )


def _moment(parameters: "Parameters", value: str) -> datetime | date | None:
    """Return it aware where the zone is known, else as it stands; None if it is no moment."""
    text = value.strip().upper()
    if not _MOMENT.fullmatch(text):
        return None
    try:
        if len(text) == 8:
            return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007
        local = local_start(text.removesuffix("Z"))
        zone = UTC if text.endswith("Z") else _zone(_parameter(parameters, "TZID"))
        return local if zone is None else local.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> ZoneInfo | None:
    """Return the zone by its IANA name or by what Windows calls it; None if it is unknown.

    Some programs put words of their own before the IANA name: "/freeassociation.../Europe/Berlin".
    """
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415

    name = name.strip().strip('"')
    last = "/".join(name.split("/")[-2:])
    for candidate in (WINDOWS_TO_OLSON.get(name), name, last):
        try:
            if candidate:
                return ZoneInfo(candidate)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return None


def _parameter(parameters: "Parameters", name: str) -> str:
    value = parameters.get(name, "")
    return value if isinstance(value, str) else ",".join(value)


def _address(parameters: "Parameters", value: str) -> str:
    scheme, _colon, address = value.strip().rpartition(":")
    if scheme.lower() != "mailto":
        address = _parameter(parameters, "EMAIL")
    address = address.strip().lower()
    return address if "@" in address and address.isprintable() and " " not in address else ""


def _number(text: str) -> int:
    return int(text) if _NUMBER.fullmatch(text) else 0


def _words(text: str) -> str:
    """Return what a person wrote; Outlook sends a line break where he wrote nothing."""
    kept = "".join(sign for sign in text if sign.isprintable() or sign == "\n")
    return kept.strip()[:LONGEST_COMMENT]
