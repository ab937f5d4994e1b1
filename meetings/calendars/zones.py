"""VTIMEZONE (RFC 5545, section 3.6.5): when the clocks of a zone change, for the years asked for.

Where they change by the same rule each year, as in most zones, two rules are written, which is all
that Outlook understands; elsewhere each change.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .lines import line, local, text_line

UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu", "Universal"})
"""Zones that need no VTIMEZONE."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FEWEST_YEARS = 12
"""By which a rule is told: fewer cannot tell the fourth Sunday from the last."""
_STEP = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Change:
    at: datetime
    """UTC."""
    before: timedelta
    after: timedelta
    name: str

    @property
    def local(self) -> datetime:
        """What the clock shows when it is changed."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def local_after(self) -> datetime:
        return (self.at + self.after).replace(tzinfo=None)

    @property
    def kind(self) -> tuple[timedelta, timedelta, str]:
        return self.before, self.after, self.name


@lru_cache(maxsize=200)
def timezone(name: str, first_year: int, last_year: int) -> bytes:
    """Return the VTIMEZONE of an IANA zone, right for all of these years."""
    zone = ZoneInfo(name)
    begin = datetime(first_year - 1, 1, 1, tzinfo=UTC)
    end = datetime(max(last_year + 2, first_year + FEWEST_YEARS), 1, 1, tzinfo=UTC)
    changes = list(_changes(zone, begin, end))
    observances = _yearly(changes, end.year - begin.year)
    if observances is None:
        at_first = begin.astimezone(zone)
        offset = at_first.utcoffset() or timedelta()
        start = _Change(begin - offset, offset, offset, at_first.tzname() or "")
        observances = [_observance(change) for change in (start, *changes)]
    return b"".join(
        [
            line("BEGIN", "VTIMEZONE"),
            text_line("TZID", name),
            *observances,
            line("END", "VTIMEZONE"),
        ]
    )


@lru_cache(maxsize=200)
def days_of_change(name: str, first_year: int, last_year: int) -> frozenset[date]:
    """Return the days on which the clocks of an IANA zone change, within these years."""
    begin, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 2, tzinfo=UTC)
    changes = list(_changes(ZoneInfo(name), begin, end))
    # Clocks that are changed at midnight skip or repeat hours of the day before or after.
    return frozenset(at.date() for found in changes for at in (found.local, found.local_after))


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[_Change]:
    while begin < end:
        until = begin + _STEP
        if _kind(begin, zone) != _kind(until, zone):
            at = _between(begin, until, zone)
            before, (after, name) = _kind(begin, zone)[0], _kind(at, zone)
            yield _Change(at, before, after, name)
        begin = until


def _kind(at: datetime, zone: ZoneInfo) -> tuple[timedelta, str]:
    there = at.astimezone(zone)
    return there.utcoffset() or timedelta(), there.tzname() or ""


def _between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the second from which on it is as it is `after`."""
    old = _kind(before, zone)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _kind(middle, zone) == old:
            before = middle
        else:
            after = middle
    return after


def _yearly(changes: list[_Change], years: int) -> list[bytes] | None:
    """Return an observance for each kind of change; None if one does not come by one rule."""
    kinds: dict[tuple[timedelta, timedelta, str], list[_Change]] = defaultdict(list)
    for change in changes:
        kinds[change.kind].append(change)
    rules = [_rule(found, years) for found in kinds.values()]
    if not changes or None in rules:
        return None
    return [
        _observance(found[0], rule or "") for found, rule in zip(kinds.values(), rules, strict=True)
    ]


def _rule(changes: list[_Change], years: int) -> str | None:
    """Return the rule by which a change comes once in each of the years; None if it does not."""
    locals_ = [change.local for change in changes]
    same = {(found.month, found.weekday(), found.time()) for found in locals_}
    if len(same) > 1 or len({found.year for found in locals_}) < years or len(changes) > years:
        return None
    if all((found + _STEP).month != found.month for found in locals_):
        nth = -1
    elif len({(found.day - 1) // 7 for found in locals_}) == 1:
        nth = (locals_[0].day - 1) // 7 + 1
    else:
        return None
    first = locals_[0]
    return f"FREQ=YEARLY;BYMONTH={first.month};BYDAY={nth}{WEEKDAYS[first.weekday()]}"


def _observance(change: _Change, rule: str = "") -> bytes:
    kind = "DAYLIGHT" if change.after > change.before else "STANDARD"
    return b"".join(
        [
            line("BEGIN", kind),
            line("DTSTART", local(change.local)),
            line("TZOFFSETFROM", _offset(change.before)),
            line("TZOFFSETTO", _offset(change.after)),
            *([line("RRULE", rule)] if rule else []),
            text_line("TZNAME", change.name),
            line("END", kind),
        ]
    )


def _offset(offset: timedelta) -> str:
    seconds = abs(offset) // timedelta(seconds=1)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{hours:02}{minutes:02}{f'{seconds:02}' if seconds else ''}"
