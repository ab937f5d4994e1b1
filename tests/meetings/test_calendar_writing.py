"""Calendars that go out: what stands in them, read by icalendar and by ical.js."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.calendars import Answer, Event, Method, Override, Person, feed, invitation
from meetings.calendars.zones import timezone
from tests.costs import takes_at_most
from tests.meetings.calendar_score import by_ical_js, run_ical_js
from tests.meetings.people import ORGANIZER, ROSA, WRITTEN, series

HARMFUL = (
    "Bring; this, that\\n and\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:evil\x00\x1b\u2028"
    'ATTENDEE:mailto:x@y.z\x85"quoted": 🍎' + "á" * 90
)
# What of it is no line break and no control character.
HARMFUL_READ = (
    "Bring; this, that\\n and\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil\n"
    'ATTENDEE:mailto:x@y.z\n"quoted": 🍎' + "á" * 90
)


def event_in(content: bytes) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event


def lines(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def properties(read: Any) -> dict[str, tuple[dict[str, str], str]]:
    return {name: (parameters, value) for name, parameters, _kind, value in read["properties"]}


def test_an_invitation_says_who_asks_whom() -> None:
    content = invitation(series(), attendee=ROSA)
    said = lines(content)
    assert said[0:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Porchlight//Meetings//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
    ]
    assert 'ORGANIZER;CN="Maple Street":mailto:reply+abc123@in.porchlight.example' in said
    assert (
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
        ";CN=\"Rosa 'Rosie' Díaz\":mailto:rosa@example.org"
    ) in said
    assert "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=30" in said
    assert "SEQUENCE:2" in said
    assert "DTSTAMP:20261101T123000Z" in said
    assert "DTSTART;TZID=America/New_York:20261208T190000" in said
    assert "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://call.example/j/123?pwd=%C3%A1%20b" in said
    assert "STATUS:CONFIRMED" in said


def test_lines_are_folded_and_end_as_they_should() -> None:
    content = invitation(series(description="Ñ" * 500), attendee=ROSA)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    # No letter is torn apart.
    assert all(line.decode() for line in content.split(b"\r\n")[:-1])


def test_an_answer_that_was_given_goes_along() -> None:
    content = invitation(series(), attendee=ROSA, answer=Answer.YES, answer_expected=False)
    attendee = event_in(content)["ATTENDEE"]
    assert attendee.params["PARTSTAT"] == "ACCEPTED"
    assert attendee.params["RSVP"] == "FALSE"


def test_one_meeting_of_a_series_is_asked_about_by_its_slot() -> None:
    moved = Override(
        slot="20261222T190000",
        start=datetime(2026, 12, 23, 18),
        end=datetime(2026, 12, 23, 19),
        changed_at=WRITTEN + timedelta(days=1),
        sequence=5,
        summary="Reading circle, a day later",
    )
    whole = series(overrides=(moved,))
    said = lines(invitation(whole, attendee=ROSA, slots=["20261222T190000"]))
    assert "RECURRENCE-ID;TZID=America/New_York:20261222T190000" in said
    assert "DTSTART;TZID=America/New_York:20261223T180000" in said
    assert "SUMMARY;LANGUAGE=en:Reading circle\\, a day later" in said
    assert "SEQUENCE:5" in said
    assert not any(line.startswith("RRULE") for line in said if "FREQ=WEEKLY" in line)
    plain = lines(invitation(whole, attendee=ROSA, slots=["20261229T190000"]))
    assert "DTSTART;TZID=America/New_York:20261229T190000" in plain
    assert "SUMMARY;LANGUAGE=en:Reading circle" in plain


def test_a_whole_series_comes_with_what_differs() -> None:
    differs = (
        Override(
            slot="20261222T190000",
            start=datetime(2026, 12, 23, 18),
            end=datetime(2026, 12, 23, 19),
            changed_at=WRITTEN,
        ),
        Override(
            slot="20261229T190000",
            start=datetime(2026, 12, 29, 19),
            end=datetime(2026, 12, 29, 20),
            changed_at=WRITTEN,
            cancelled=True,
        ),
    )
    content = invitation(series(overrides=differs, left_out=("20270105T190000",)), attendee=ROSA)
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert len(events) == 2
    assert all("ATTENDEE" in event for event in events)
    gone = [line for line in lines(content) if line.startswith("EXDATE")]
    assert gone == [
        "EXDATE;TZID=America/New_York:20261229T190000",
        "EXDATE;TZID=America/New_York:20270105T190000",
    ]


@pytest.mark.parametrize("slot", [None, "20261222T190000"])
def test_a_cancellation_takes_it_out_of_the_calendar(slot: str | None) -> None:
    content = invitation(
        series(), attendee=ROSA, method=Method.CANCEL, slots=[slot] if slot else []
    )
    said = lines(content)
    assert "METHOD:CANCEL" in said
    assert "STATUS:CANCELLED" in said
    assert said.count("BEGIN:VEVENT") == 1
    assert ("RECURRENCE-ID;TZID=America/New_York:20261222T190000" in said) == (slot is not None)
    assert not any(line.startswith("RRULE:FREQ=WEEKLY") for line in said)
    assert ";RSVP=FALSE" in next(line for line in said if line.startswith("ATTENDEE"))


def test_ical_js_reads_an_invitation_and_a_cancellation() -> None:
    event = series(description=HARMFUL, location="Room 2; upstairs, left")
    written = [
        invitation(event, attendee=ROSA),
        invitation(event, attendee=ROSA, method=Method.CANCEL, slots=["20261222T190000"]),
    ]
    asked, gone = run_ical_js("read.mjs", json.dumps([content.decode() for content in written]))
    assert (asked["method"], gone["method"]) == ("REQUEST", "CANCEL")
    (found,) = asked["events"]
    assert found["start"] == "2026-12-09T00:00:00.000Z"
    said = properties(found)
    assert said["attendee"] == (
        {
            "cutype": "INDIVIDUAL",
            "role": "REQ-PARTICIPANT",
            "partstat": "NEEDS-ACTION",
            "rsvp": "TRUE",
            "cn": "Rosa 'Rosie' Díaz",
        },
        "mailto:rosa@example.org",
    )
    assert said["description"][1] == HARMFUL_READ
    assert said["location"][1] == "Room 2; upstairs, left"
    assert said["conference"][1] == "https://call.example/j/123?pwd=%C3%A1%20b"
    (found,) = gone["events"]
    assert properties(found)["status"][1] == "CANCELLED"
    assert found["start"] == "2026-12-23T00:00:00.000Z"


def test_nothing_that_people_write_leaves_its_property() -> None:
    person = Person(address="rosa@example.org", name=HARMFUL)
    event = series(
        summary=HARMFUL,
        description=HARMFUL,
        location=HARMFUL,
        url=f"https://x.example/{HARMFUL}",
        conference=HARMFUL,
        categories=(HARMFUL, "b"),
        organizer=replace(ORGANIZER, name=HARMFUL),
    )
    content = invitation(event, attendee=person)
    said = lines(content)
    assert said.count("BEGIN:VEVENT") == said.count("END:VEVENT") == 1
    assert sum(line.startswith("ATTENDEE") for line in said) == 1
    assert [line for line in said if line.startswith("UID")] == ["UID:5f0c@porchlight.example"]
    found = event_in(content)
    assert str(found["SUMMARY"]) == HARMFUL_READ
    assert str(found["DESCRIPTION"]) == HARMFUL_READ
    named = feed([event], name=HARMFUL, description=HARMFUL)
    assert lines(named).count("BEGIN:VEVENT") == 1


@given(text=st.text(max_size=200))
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    found = event_in(feed([series(summary=text + "x", rule="")], name=text))
    kept = "\n".join(
        "".join(
            sign
            for sign in line
            if sign == "\t" or (ord(sign) > 31 and not 127 <= ord(sign) <= 159)
        )
        for line in (text + "x").splitlines()
    )
    assert str(found["SUMMARY"]) == kept.encode(errors="replace").decode()


@pytest.mark.parametrize("address", ["nobody", "a@b.c\r\nATTENDEE:x", "a b@c.d", ""])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        invitation(series(), attendee=Person(address=address))
    with pytest.raises(ValueError, match="answer to"):
        invitation(series(organizer=None), attendee=ROSA)


def test_a_feed_names_nobody_and_leaves_out_what_is_cancelled() -> None:
    content = feed([series(), series(uid="gone", cancelled=True)], name="Maple Street")
    said = lines(content)
    assert "X-WR-CALNAME:Maple Street" in said
    assert not any(
        line.startswith(("METHOD", "ORGANIZER", "ATTENDEE", "UID:gone")) for line in said
    )
    assert said.count("BEGIN:VTIMEZONE") == 1


def test_equal_events_give_equal_bytes_in_any_process() -> None:
    written = feed([series(), series(zone="Europe/Madrid")], name="Maple Street")
    script = (
        "from django.conf import settings; settings.configure();"
        "from tests.meetings.people import series; from meetings.calendars import feed;"
        "import sys; sys.stdout.buffer.write("
        "feed([series(), series(zone='Europe/Madrid')], name='Maple Street'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    assert done.stdout == written


def test_the_writer_loads_no_reader() -> None:
    script = "import sys, meetings.calendars; sys.exit('icalendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_feed_of_500_events_is_written_quickly() -> None:
    events = [series(uid=f"{number}@x.example", rule="") for number in range(500)]
    # Some tenth of a second.
    assert takes_at_most(4, partial(feed, events, name="Maple Street"))


# Zones --------------------------------------------------------------------------------------------


def test_zones_that_change_alike_each_year_have_two_rules() -> None:
    said = timezone("America/New_York", 2026, 2031).decode()
    assert said.count("RRULE") == said.count("TZOFFSETTO") == 2
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n" in said
    madrid = timezone("Europe/Madrid", 2026, 2026).decode()
    assert "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n" in madrid
    assert "RRULE" not in timezone("America/Phoenix", 2026, 2031).decode()
    assert "RRULE" not in timezone("Africa/Casablanca", 2026, 2031).decode()


def test_ical_js_knows_every_zone_as_we_write_it() -> None:
    events = [
        series(zone=name, rule="FREQ=MONTHLY;BYMONTHDAY=8;COUNT=55", uid=name)
        for name in sorted(available_timezones() - {"Factory", "localtime", "build/etc/localtime"})
        if not name.startswith(("posix", "right"))
    ][::4]
    read = by_ical_js([feed([event], name="x") for event in events])
    wrong = [event.zone for event, found in zip(events, read, strict=True) if found != meant(event)]
    assert wrong == []


def meant(event: Event) -> list[tuple[int, int]]:
    zone = ZoneInfo(event.zone)
    months = (divmod(11 + number, 12) for number in range(55))
    begins = (
        int(datetime(2026 + years, month + 1, 8, 19, tzinfo=zone).timestamp())
        for years, month in months
    )
    return [(begin, begin + 5400) for begin in begins]
