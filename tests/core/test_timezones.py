from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from core.timezones import (
    UNITED_STATES,
    Pace,
    is_time_zone,
    local_instant,
    next_local_time,
    period_key,
    time_zone_choices,
)

NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
APIA = ZoneInfo("Pacific/Apia")

# Ten days round a change of the clock: spring and autumn in New York, half an hour on Lord Howe, the
# day that Apia left out (30 December 2011), and none.
SPANS = [
    (NEW_YORK, datetime(2026, 3, 4, tzinfo=UTC)),
    (NEW_YORK, datetime(2026, 10, 27, tzinfo=UTC)),
    (LORD_HOWE, datetime(2026, 3, 31, tzinfo=UTC)),
    (LORD_HOWE, datetime(2026, 9, 29, tzinfo=UTC)),
    (APIA, datetime(2011, 12, 25, tzinfo=UTC)),
    (ZoneInfo("UTC"), datetime(2026, 2, 25, tzinfo=UTC)),
]
MOMENTS = [
    (zone, start + timedelta(minutes=minutes))
    for zone, start in SPANS
    for minutes in range(0, 10 * 24 * 60, 10)
]


def shown(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M:%S%z}"


@pytest.mark.parametrize(
    ("zone", "day", "hour", "expected"),
    [
        (NEW_YORK, date(2026, 3, 8), 7, "2026-03-08 07:00:00-0400"),
        (NEW_YORK, date(2026, 3, 8), 2, "2026-03-08 03:00:00-0400"),
        (NEW_YORK, date(2026, 11, 1), 1, "2026-11-01 01:00:00-0400"),
        (NEW_YORK, date(2026, 11, 1), 2, "2026-11-01 02:00:00-0500"),
        (LORD_HOWE, date(2026, 10, 4), 2, "2026-10-04 02:30:00+1100"),
        (LORD_HOWE, date(2026, 4, 5), 2, "2026-04-05 02:00:00+1030"),
        (APIA, date(2011, 12, 30), 7, "2011-12-31 00:00:00+1400"),
        (APIA, date(2011, 12, 31), 0, "2011-12-31 00:00:00+1400"),
        (ZoneInfo("Asia/Kathmandu"), date(2026, 1, 1), 7, "2026-01-01 07:00:00+0545"),
    ],
)
def test_an_hour_that_is_left_out_or_doubled_has_one_instant(
    zone: ZoneInfo, day: date, hour: int, expected: str
) -> None:
    assert shown(local_instant(day, hour, zone), zone) == expected


@pytest.mark.parametrize("hour", [0, 2, 7, 23])
def test_the_next_time_is_the_first_after_now_that_the_clock_shows(hour: int) -> None:
    for zone, now in MOMENTS:
        instant = next_local_time(now, zone, hour)
        day = now.astimezone(zone).date()
        assert instant > now
        candidates = [local_instant(day + timedelta(days=n), hour, zone) for n in (-1, 0, 1, 2)]
        assert instant == min(candidate for candidate in candidates if candidate > now)


def test_daily_times_follow_each_other_by_a_day_of_the_clock() -> None:
    for zone, start in SPANS:
        instant, days = start, []
        for _turn in range(12):
            instant = next_local_time(instant, zone, 7)
            days.append(instant)
        # 30 December 2011 had no seven o'clock in Apia: its turn comes at the first instant after it.
        assert all(
            f"{day.astimezone(zone):%H:%M}" == "07:00"
            or shown(day, zone).startswith("2011-12-31 00:00")
            for day in days
        )
        assert all(timedelta(hours=7) <= b - a <= timedelta(hours=25) for a, b in pairwise(days))


@pytest.mark.parametrize("weekday", range(7))
def test_a_weekly_time_falls_on_its_day(weekday: int) -> None:
    now = datetime(2026, 3, 4, 17, 30, tzinfo=UTC)
    instant = next_local_time(now, NEW_YORK, 7, weekday).astimezone(NEW_YORK)
    assert (instant.weekday(), instant.hour, instant.minute) == (weekday, 7, 0)
    assert timedelta(0) < instant - now <= timedelta(days=7)


def test_at_the_very_moment_the_next_time_is_tomorrow() -> None:
    now = local_instant(date(2026, 6, 1), 7, NEW_YORK)
    assert next_local_time(now, NEW_YORK, 7) == local_instant(date(2026, 6, 2), 7, NEW_YORK)


@pytest.mark.parametrize(
    ("now", "pace", "expected"),
    [
        ("2026-11-01 06:59:59", "daily", "2026-10-31"),
        ("2026-11-01 07:00:00", "daily", "2026-11-01"),
        ("2026-11-01 23:59:59", "daily", "2026-11-01"),
        ("2026-11-02 06:59:59", "weekly", "2026-10-26"),
        ("2026-11-02 07:00:00", "weekly", "2026-11-02"),
        ("2026-11-08 23:00:00", "weekly", "2026-11-02"),
    ],
)
def test_a_period_is_named_by_its_delivery(now: str, pace: Pace, expected: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=NEW_YORK)
    assert period_key(moment, NEW_YORK, pace) == expected


@pytest.mark.parametrize("pace", ["daily", "weekly"])
@pytest.mark.parametrize("hour", [1, 2, 7])
def test_a_period_never_goes_back_and_begins_at_its_instant(pace: Pace, hour: int) -> None:
    step = timedelta(days=7 if pace == "weekly" else 1)
    for zone, start in SPANS:
        keys = []
        for _zone, now in (
            moment for moment in MOMENTS if moment[0] is zone and moment[1] >= start
        ):
            if now >= start + timedelta(days=10):
                continue
            key = period_key(now, zone, pace, hour=hour)
            day = date.fromisoformat(key)
            assert local_instant(day, hour, zone) <= now < local_instant(day + step, hour, zone)
            keys.append(key)
        assert keys == sorted(keys)


@pytest.mark.parametrize("pace", ["daily", "weekly"])
def test_the_period_changes_exactly_when_the_next_time_comes(pace: Pace) -> None:
    for zone, now in MOMENTS[::7]:
        due = next_local_time(now, zone, 7, 0 if pace == "weekly" else None)
        before = period_key(due - timedelta(microseconds=1), zone, pace)
        assert before == period_key(now, zone, pace)
        assert before < period_key(due, zone, pace)


def test_the_choices_begin_with_the_united_states_and_hold_each_zone_once() -> None:
    choices = time_zone_choices()
    assert str(choices[0][0]) == "United States"
    assert (choices[0][1][0][0], str(choices[0][1][0][1])) == (
        "America/New_York",
        "Eastern time (New York)",
    )
    names = [name for _group, zones in choices for name, _label in zones]
    assert len(names) == len(set(names)) > 300
    assert ("America/Argentina/Buenos_Aires", "Buenos Aires (Argentina)") in choices[1][1]
    assert [ZoneInfo(name).key for name in names] == names


def test_only_what_can_be_chosen_is_a_time_zone() -> None:
    assert all(is_time_zone(name) for name, _label in UNITED_STATES)
    assert is_time_zone("Europe/Madrid")
    assert not is_time_zone("Mars/Olympus")
    assert not is_time_zone("../etc/passwd")
    assert not is_time_zone("")
