"""A series and who is invited to it, for the tests of calendars."""

from datetime import UTC, datetime
from typing import Any

from meetings.calendars import Event, Person

ORGANIZER = Person(address="reply+abc123@in.porchlight.example", name="Maple Street")
ROSA = Person(address="rosa@example.org", name='Rosa "Rosie" Díaz')
WRITTEN = datetime(2026, 11, 1, 12, 30, tzinfo=UTC)


def series(**changes: Any) -> Event:
    values: dict[str, Any] = {
        "uid": "5f0c@porchlight.example",
        "sequence": 2,
        "zone": "America/New_York",
        "start": datetime(2026, 12, 8, 19),
        "end": datetime(2026, 12, 8, 20, 30),
        "created_at": WRITTEN,
        "changed_at": WRITTEN,
        "summary": "Reading circle",
        "rule": "FREQ=WEEKLY;BYDAY=TU;COUNT=30",
        "organizer": ORGANIZER,
        "url": "https://porchlight.example/c/maple-street/meetings/7/",
        "conference": "https://call.example/j/123?pwd=á b",
        "language": "en",
    }
    return Event(**(values | changes))
