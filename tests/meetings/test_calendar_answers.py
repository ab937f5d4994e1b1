"""What calendar programs answer, after the forms that they document, and what others may send."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.calendars import CalendarAnswer, answered_slot, read_answers
from tests.costs import takes_at_most

REPLIES = Path(__file__).parent / "replies"
NEW_YORK = ZoneInfo("America/New_York")
AT_SEVEN = datetime(2026, 12, 23, 0, tzinfo=UTC)
SLOTS = ["20261208T190000", "20261215T190000", "20261222T190000"]
UID = "5f0c@porchlight.example"


def sent(name: str) -> bytes:
    return (REPLIES / f"{name}.ics").read_bytes()


def answer(**changes: Any) -> CalendarAnswer:
    values: dict[str, Any] = {
        "uid": UID,
        "attendee": "rosa@example.org",
        "answer": "yes",
        "recurrence": None,
        "guests": 0,
        "comment": "",
        "sequence": 2,
        "stamped_at": datetime(2026, 11, 15, 14, 22, 33, tzinfo=UTC),
    }
    return CalendarAnswer(**(values | changes))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gmail", answer(guests=2, comment="I bring two neighbors, and cake")),
        ("gmail-one-of-a-series", answer(answer="no", recurrence=AT_SEVEN)),
        (
            "outlook-365",
            answer(
                answer="maybe",
                recurrence=AT_SEVEN,
                stamped_at=datetime(2026, 11, 15, 14, 23, tzinfo=UTC),
            ),
        ),
        (
            "outlook-desktop",
            answer(recurrence=AT_SEVEN, comment="I can only stay until eight, sorry."),
        ),
        (
            "thunderbird",
            answer(
                answer="maybe",
                recurrence=AT_SEVEN,
                comment="Maybe, it depends on the bus.",
                stamped_at=datetime(2026, 11, 15, 14, 22, 40, tzinfo=UTC),
            ),
        ),
    ],
)
def test_the_answer_of_a_program_is_understood(name: str, expected: CalendarAnswer) -> None:
    assert read_answers(sent(name)) == (expected,)
    if expected.recurrence:
        assert answered_slot(expected, SLOTS, NEW_YORK) == "20261222T190000"


def test_apple_answers_for_the_series_and_for_one_of_it() -> None:
    whole, one = read_answers(sent("apple"))
    stamped_at = datetime(2026, 11, 15, 14, 22, 34, tzinfo=UTC)
    assert whole == answer(stamped_at=stamped_at)
    assert one == answer(answer="no", recurrence=AT_SEVEN, stamped_at=stamped_at)
    assert answered_slot(whole, SLOTS, NEW_YORK) is None


def reply(*lines: str, method: str = "METHOD:REPLY") -> bytes:
    event = [
        f"UID:{UID}",
        "DTSTAMP:20261115T142233Z",
        "SEQUENCE:2",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:rosa@example.org",
    ]
    names = {line.partition(":")[0].partition(";")[0] for line in lines}
    kept = [line for line in event if line.partition(":")[0].partition(";")[0] not in names]
    whole = ["BEGIN:VCALENDAR", method, "BEGIN:VEVENT", *kept, *lines, "END:VEVENT"]
    return "\r\n".join([*whole, "END:VCALENDAR", ""]).encode()


def test_the_method_may_stand_in_the_mail_alone() -> None:
    assert read_answers(reply(method="VERSION:2.0")) == ()
    assert read_answers(reply(method="VERSION:2.0"), method="reply") == (answer(),)
    assert read_answers(reply(method="METHOD:REQUEST"), method="REPLY") == ()


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "COUNTER", "REFRESH", "PUBLISH"])
def test_what_is_no_reply_answers_nothing(method: str) -> None:
    assert read_answers(reply(method=f"METHOD:{method}")) == ()


@pytest.mark.parametrize(
    ("line", "slot"),
    [
        ("RECURRENCE-ID:20261223T000000Z", "20261222T190000"),
        ("RECURRENCE-ID:20261222T190000", "20261222T190000"),
        ("RECURRENCE-ID;VALUE=DATE:20261222", "20261222T190000"),
        ("RECURRENCE-ID;TZID=Customized Time Zone:20261222T190000", "20261222T190000"),
        ("RECURRENCE-ID;TZID=Central Standard Time:20261222T180000", "20261222T190000"),
        ("RECURRENCE-ID;TZID=Europe/Madrid:20261223T010000", "20261222T190000"),
        ("RECURRENCE-ID:20261222T190000Z", None),
        ("RECURRENCE-ID:20261224T190000", None),
    ],
)
def test_the_meeting_is_found_whichever_clock_names_it(line: str, slot: str | None) -> None:
    (found,) = read_answers(reply(line))
    assert answered_slot(found, SLOTS, NEW_YORK) == slot


def test_a_meeting_in_the_hour_that_is_skipped_is_found() -> None:
    (found,) = read_answers(reply("RECURRENCE-ID:20270314T073000Z"))
    assert answered_slot(found, ["20270314T023000"], NEW_YORK) == "20270314T023000"


def test_a_day_alone_stays_a_day() -> None:
    (found,) = read_answers(reply("RECURRENCE-ID;VALUE=DATE:20261222"))
    assert found.recurrence == date(2026, 12, 22)


def test_lone_line_feeds_and_a_mark_of_the_encoding_do_not_matter() -> None:
    content = b"\xef\xbb\xbf" + reply().replace(b"\r\n", b"\n")
    assert read_answers(content) == (answer(),)


@pytest.mark.parametrize(
    "line",
    [
        "UID:",
        f"UID:{'x' * 300}",
        "UID:a\\nb",
        "RECURRENCE-ID:yesterday",
        "RECURRENCE-ID:99999999T999999Z",
        "RECURRENCE-ID:00010101T000000;TZID=Asia/Tokyo",
        "RECURRENCE-ID;TZID=Asia/Tokyo:00010101T000000",
        "ATTENDEE:mailto:rosa@example.org",
        "ATTENDEE;PARTSTAT=DELEGATED:mailto:rosa@example.org",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:rosa@example.org",
        'ATTENDEE;PARTSTAT="ACCEPTED:mailto:rosa@example.org',
    ],
)
def test_an_answer_that_cannot_be_told_is_none(line: str) -> None:
    assert read_answers(reply(line)) == ()


@pytest.mark.parametrize(
    ("line", "changes"),
    [
        ("SEQUENCE:-1", {"sequence": 0}),
        ("SEQUENCE:" + "9" * 5_000, {"sequence": 0}),
        ("DTSTAMP:never", {"stamped_at": None}),
        ("COMMENT:" + "x" * 5_000, {"comment": "x" * 2_000}),
        ("COMMENT:a\x00b\x1b\u202ec", {"comment": "abc"}),
        ("ATTENDEE;PARTSTAT=ACCEPTED:urn:uuid:1", {"attendee": ""}),
        ("ATTENDEE;PARTSTAT=ACCEPTED;EMAIL=R@X.ORG:urn:uuid:1", {"attendee": "r@x.org"}),
        (
            "ATTENDEE;PARTSTAT=accepted;X-NUM-GUESTS=2:MAILTO:r@x.org",
            {"attendee": "r@x.org", "guests": 2},
        ),
        ("ATTENDEE;PARTSTAT=ACCEPTED;X-NUM-GUESTS=-5:mailto:rosa@example.org", {}),
        ("ATTENDEE;PARTSTAT=ACCEPTED;X-NUM-GUESTS=999999:mailto:rosa@example.org", {"guests": 99}),
        ("RRULE:FREQ=SECONDLY", {}),
        ("DTSTART;TZID=../../etc/passwd:20261222T190000", {}),
        ("X-ANYTHING;;;:::", {}),
    ],
)
def test_what_is_odd_is_left_out_and_the_answer_counts(line: str, changes: dict[str, Any]) -> None:
    assert read_answers(reply(line)) == (answer(**changes),)


@pytest.mark.parametrize(
    "zone",
    ["../../etc/passwd", "/etc/passwd", "America", "x" * 10_000, "", '"', "\u0000", "posixrules"],
)
def test_a_zone_that_is_none_does_no_harm(zone: str) -> None:
    (found,) = read_answers(reply(f"RECURRENCE-ID;TZID={zone}:20261222T190000")) or (answer(),)
    assert found.uid == UID


HOSTILE = {
    "a rule for each second since 1601": reply().replace(
        b"BEGIN:VEVENT",
        b"BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
        b"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\n"
        b"END:VTIMEZONE\r\nBEGIN:VEVENT",
        1,
    ),
    "deep": b"BEGIN:VCALENDAR\r\n" * 12_000,
    "deep within": b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n" + b"BEGIN:VEVENT\r\n" * 12_000,
    "many people": reply(*["ATTENDEE;PARTSTAT=DECLINED:mailto:x@y.z"] * 4_000),
    "many events": b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n"
    + b"BEGIN:VEVENT\r\nUID:x\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:x@y.z\r\nEND:VEVENT\r\n" * 2_400,
    "one long line": reply("COMMENT:" + "\\n" * 95_000),
    "many parameters": reply("ATTENDEE" + ";A=B" * 45_000 + ":mailto:x@y.z"),
    "many quotation marks": reply("ATTENDEE;CN=" + '"' * 180_000 + ":mailto:x@y.z"),
    "many folds": reply("COMMENT:a" + "\r\n b" * 45_000),
    "too long": reply("COMMENT:" + "x" * 1_000_000),
    "an END too many": reply("END:VEVENT", "END:VCALENDAR", "END:X"),
    "nothing": b"",
    "no text": bytes(range(256)) * 700,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_do_harm_is_read_at_once(name: str) -> None:
    assert len(read_answers(HOSTILE[name])) <= 50
    # Half a second.
    assert takes_at_most(16, partial(read_answers, HOSTILE[name]))


@given(content=st.binary(max_size=300))
def test_any_bytes_are_read(content: bytes) -> None:
    assert read_answers(content) == ()
    assert isinstance(read_answers(reply() + content), tuple)
    assert isinstance(read_answers(reply().replace(b"UID", content)), tuple)
