"""`make calendar-score`: whether calendar programs expand our feeds to the meetings that we mean.

Each row of the corpus is expanded by our own rules, by Python's recurring-ical-events, and by
ical.js, the latter two from the bytes of our feed.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from django.conf import settings

from meetings.calendars import Event, Override, feed
from meetings.recurrence import checked_rule, local_start, moment, slot_of, starts

HERE = Path(__file__).parent
ICAL_JS = HERE.parents[1] / ".tools/node_modules/ical.js/dist/ical.js"
WRITTEN = datetime(2026, 8, 1, 12, tzinfo=UTC)
SEEN = datetime(2026, 1, 1, tzinfo=UTC), datetime(2033, 1, 1, tzinfo=UTC)

type Meetings = list[tuple[int, int]]
"""Begin and end of each, in seconds since 1970, in order."""


@dataclass(frozen=True)
class Row:
    name: str
    event: Event
    meant: Meetings


@dataclass
class Score:
    """How many rows each reader expands as meant, and what it made of the others."""

    rows: int
    right: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def all_agree(self) -> bool:
        return not self.wrong


def corpus() -> list[Row]:
    rows = json.loads((HERE / "calendar_corpus.json").read_text())
    return [_row(number, row) for number, row in enumerate(rows)]


def score() -> Score:
    """Expand each row three times. Raise RuntimeError if node or ical.js is not there."""
    rows = corpus()
    feeds = [feed([row.event], name=row.name) for row in rows]
    readers = {
        "recurring-ical-events": [_by_python(content) for content in feeds],
        "ical.js": by_ical_js(feeds),
    }
    found = Score(len(rows))
    for reader, expanded in readers.items():
        found.right[reader] = 0
        for row, meetings in zip(rows, expanded, strict=True):
            if meetings == row.meant:
                found.right[reader] += 1
            else:
                found.wrong.append(f"{reader}, {row.name}: {_difference(row, meetings)}")
    return found


def by_ical_js(feeds: list[bytes]) -> list[Meetings]:
    """Return what ical.js makes of each. Raise RuntimeError if it is not installed."""
    said = run_ical_js("expand.mjs", json.dumps([content.decode() for content in feeds]))
    return [sorted((begin, end) for begin, end in found) for found in said]


def run_ical_js(script: str, given: str) -> Any:
    """Return what a script beside this file prints as JSON. Raise RuntimeError without node."""
    node = shutil.which("node")
    if node is None or not ICAL_JS.exists():
        raise RuntimeError(
            "Node and ical.js are needed to try our calendars: `.ci/node-tools` installs both"
            " (as root on Debian; elsewhere install node and npm first)."
        )
    done = subprocess.run(
        [node, HERE / script, ICAL_JS], input=given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def _row(number: int, row: dict[str, Any]) -> Row:
    start, lasts = local_start(row["start"]), timedelta(minutes=row["minutes"])
    zone = ZoneInfo(row["zone"])
    rule = checked_rule(row["rule"], first=start) if row["rule"] else ""
    moved = {slot: (local_start(to), minutes) for slot, to, minutes in row["moved"]}
    gone = {*row["left_out"], *row["cancelled"]}
    meant = []
    for local in starts(start, rule):
        begins, minutes = moved.get(slot_of(local), (local, row["minutes"]))
        if slot_of(local) not in gone:
            begin = int(moment(begins, zone).timestamp())
            meant.append((begin, begin + minutes * 60))
    overrides = [
        Override(slot=slot, start=to, end=to + timedelta(minutes=minutes), changed_at=WRITTEN)
        for slot, (to, minutes) in moved.items()
    ]
    overrides += [
        Override(
            slot=slot,
            start=local_start(slot),
            end=local_start(slot) + lasts,
            changed_at=WRITTEN,
            cancelled=True,
        )
        for slot in row["cancelled"]
    ]
    event = Event(
        uid=f"{number}@porchlight.example",
        sequence=0,
        zone=row["zone"],
        start=start,
        end=start + lasts,
        created_at=WRITTEN,
        changed_at=WRITTEN,
        summary=row["name"],
        rule=rule,
        left_out=tuple(row["left_out"]),
        overrides=tuple(overrides),
    )
    return Row(row["name"], event, sorted(meant))


def _by_python(content: bytes) -> Meetings:
    calendar = icalendar.Calendar.from_ical(content)
    found = recurring_ical_events.of(calendar).between(*SEEN)
    return sorted((int(at.start.timestamp()), int(at.end.timestamp())) for at in found)


def _difference(row: Row, meetings: Meetings) -> str:
    """Return the first few meetings that only one of the two has, by the clock of the series."""
    zone = ZoneInfo(row.event.zone)
    differ = sorted({*row.meant} ^ {*meetings})[:4]
    shown = (
        f"{'missing' if meeting in row.meant else 'too much'}"
        f" {datetime.fromtimestamp(meeting[0], zone):%a %Y-%m-%d %H:%M}"
        f" ({(meeting[1] - meeting[0]) // 60} min)"
        for meeting in differ
    )
    return f"{len(meetings)} of {len(row.meant)}; {', '.join(shown)}"


def main() -> int:
    """Print the score; return 1 unless all agree."""
    settings.configure()
    try:
        found = score()
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for reader, right in found.right.items():
        sys.stdout.write(f"{reader}: {right} of {found.rows} agree\n")
    for line in found.wrong:
        sys.stdout.write(f"  {line}\n")
    return 0 if found.all_agree else 1


if __name__ == "__main__":
    sys.exit(main())
