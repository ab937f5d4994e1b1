"""Rules of recurrence: which are kept, and which days they mean."""

from datetime import date, datetime, timedelta
from functools import partial
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.recurrence import (
    LONGEST,
    MOST,
    RuleError,
    checked_rule,
    first_match,
    local_start,
    moment,
    slot_of,
    split_rule,
    starts,
)
from tests.costs import takes_at_most

TUESDAY = datetime(2026, 12, 8, 19)


def days(rule: str, first: datetime = TUESDAY) -> list[str]:
    return [f"{start:%Y-%m-%d}" for start in starts(first, checked_rule(rule, first=first))]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;INTERVAL=3;COUNT=3", ["2026-12-08", "2026-12-11", "2026-12-14"]),
        ("FREQ=WEEKLY;COUNT=2", ["2026-12-08", "2026-12-15"]),
        ("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3", ["2026-12-08", "2026-12-10", "2026-12-15"]),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20270105", ["2026-12-08", "2026-12-22", "2027-01-05"]),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=3", ["2026-12-08", "2027-01-12", "2027-02-09"]),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;COUNT=2", ["2026-12-08", "2027-01-12"]),
        ("FREQ=MONTHLY;BYMONTHDAY=8,-1;COUNT=3", ["2026-12-08", "2026-12-31", "2027-01-08"]),
        ("FREQ=YEARLY;COUNT=2", ["2026-12-08", "2027-12-08"]),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=2TU;COUNT=2", ["2026-12-08", "2027-12-14"]),
    ],
)
def test_a_rule_means_its_days(rule: str, expected: list[str]) -> None:
    assert days(rule) == expected


def test_a_month_without_that_day_is_left_out() -> None:
    assert days("FREQ=MONTHLY;COUNT=3", datetime(2027, 1, 31, 9)) == [
        "2027-01-31",
        "2027-03-31",
        "2027-05-31",
    ]


def test_the_day_of_the_end_still_counts() -> None:
    assert days("FREQ=DAILY;UNTIL=20261209") == ["2026-12-08", "2026-12-09"]
    assert days("FREQ=DAILY;UNTIL=20261209T190000") == ["2026-12-08", "2026-12-09"]
    assert days("FREQ=DAILY;UNTIL=20261209T185959") == ["2026-12-08"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("freq=weekly;count=4", "FREQ=WEEKLY;BYDAY=TU;COUNT=4"),
        ("COUNT=4;FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=8;COUNT=4"),
        ("FREQ=YEARLY;COUNT=4", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=8;COUNT=4"),
        ("FREQ=DAILY;INTERVAL=01;COUNT=4;WKST=SU", "FREQ=DAILY;COUNT=4"),
        ("FREQ=WEEKLY;BYDAY=TH,TU,TH;WKST=SU;COUNT=4", "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4"),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU;COUNT=4",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU;COUNT=4",
        ),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1,2;COUNT=4", "FREQ=MONTHLY;BYDAY=2TU,-1TU;COUNT=4"),
        ("FREQ=DAILY;BYDAY=MO,TU;UNTIL=20270101", "FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20270101"),
        (
            "FREQ=MONTHLY;BYMONTH=9,12;BYDAY=2TU;COUNT=4",
            "FREQ=YEARLY;BYMONTH=9,12;BYDAY=2TU;COUNT=4",
        ),
    ],
)
def test_a_rule_is_kept_in_one_form(written: str, kept: str) -> None:
    assert checked_rule(written, first=TUESDAY) == kept
    assert checked_rule(kept, first=TUESDAY) == kept


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("FREQ=SECONDLY;COUNT=5", "A series can meet by days, weeks, months or years."),
        ("COUNT=3", "A series can meet by days, weeks, months or years."),
        ("FREQ=DAILY", "Say when the series ends: on a day, or after a number of meetings."),
        (
            "FREQ=DAILY;UNTIL=20261207",
            "The last day is before the first meeting. Choose a later one.",
        ),
        (
            "FREQ=MONTHLY;UNTIL=20320101",
            "A series can last five years. Choose an earlier last day.",
        ),
        ("FREQ=YEARLY;COUNT=7", "A series can last five years. Choose fewer meetings."),
        ("FREQ=DAILY;COUNT=1001", "A series can have 1,000 meetings. Choose an earlier end."),
        ("FREQ=DAILY;COUNT=1000000000", "A series can have 1,000 meetings. Choose an earlier end."),
        ("FREQ=DAILY;UNTIL=20311208", "A series can have 1,000 meetings. Choose an earlier end."),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;UNTIL=20271231",
            "No day is like that. Choose other days, or a later end.",
        ),
        (
            "FREQ=WEEKLY;BYDAY=TH;COUNT=5",
            "The first meeting is not on a day that you chose. The next such day is Dec. 10, 2026.",
        ),
    ],
)
def test_who_chose_a_rule_that_is_not_kept_reads_why(rule: str, sentence: str) -> None:
    with pytest.raises(RuleError) as raised:
        checked_rule(rule, first=TUESDAY)
    assert str(raised.value) == sentence


HOSTILE = [
    "FREQ=MINUTELY;COUNT=3",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
    "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4,6,9,11;COUNT=3",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=366;COUNT=3",
    "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-366;COUNT=3",
    "FREQ=MONTHLY;BYDAY=6MO;COUNT=3",
    "FREQ=YEARLY;BYSETPOS=1;COUNT=3",
    "FREQ=YEARLY;BYMONTH=9,12;BYDAY=4TU,-1TU;COUNT=3",
    "FREQ=YEARLY;BYYEARDAY=400;COUNT=3",
    "FREQ=YEARLY;BYWEEKNO=53;COUNT=3",
    "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3;COUNT=3",
    "FREQ=DAILY;INTERVAL=0;COUNT=3",
    "FREQ=DAILY;INTERVAL=-1;COUNT=3",
    "FREQ=DAILY;INTERVAL=100;COUNT=3",
    "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;COUNT=3;UNTIL=20270101",
    "FREQ=DAILY;COUNT=3;COUNT=4",
    "FREQ=DAILY;UNTIL=20270101T000000Z",
    "FREQ=DAILY;UNTIL=00010101T000000",
    "FREQ=DAILY;UNTIL=99991231",
    "FREQ=DAILY;UNTIL=20271340",
    "FREQ=DAILY;UNTIL=tomorrow",
    "FREQ=DAILY;COUNT=٣",
    "FREQ=DAILY;COUNT=1" + "0" * 400,
    "FREQ=DAILY;COUNT=1" + "0" * 1_000_000,
    "FREQ=DAILY;COUNT=3;BYMONTH=" + ",".join(["1"] * 10_000),
    "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 10_000),
    "FREQ=WEEKLY;COUNT=3;BYDAY=",
    "FREQ=WEEKLY;COUNT=3;BYDAY=XX",
    "FREQ=WEEKLY;COUNT=3;\r\nBEGIN:VEVENT",
    "FREQ=WEEKLY;COUNT=3;X-MINE=1",
    ";;;;",
    "=" * 500,
    "\0",
]


@pytest.mark.parametrize("rule", HOSTILE, ids=lambda rule: rule[:40])
def test_a_rule_made_to_do_harm_is_refused_at_once(rule: str) -> None:
    def try_it() -> None:
        with pytest.raises(RuleError):
            checked_rule(rule, first=TUESDAY)

    # Some tenth of a second; most take a thousandth.
    assert takes_at_most(3, try_it)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=1000",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=1000",
        "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(map(str, range(1, 32))) + ";COUNT=1000",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366,1;COUNT=1000",
    ],
)
def test_the_longest_series_are_expanded_quickly(rule: str) -> None:
    first = datetime(2026, 12, 1, 19)
    assert takes_at_most(8, partial(starts, first, rule))


def test_the_end_of_the_calendar_is_no_fault() -> None:
    first = datetime(9999, 12, 30, 19)
    assert days("FREQ=DAILY;COUNT=2", first) == ["9999-12-30", "9999-12-31"]
    with pytest.raises(RuleError):
        checked_rule("FREQ=DAILY;COUNT=3", first=first)


def test_the_next_day_of_a_rule_is_found() -> None:
    rule = "FREQ=WEEKLY;BYDAY=TH;COUNT=3"
    assert first_match(TUESDAY, rule) == datetime(2026, 12, 10, 19)
    assert first_match(TUESDAY, "") == TUESDAY


# Any rule ------------------------------------------------------------------------------------------

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
firsts = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


def _some(values: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=4).map(",".join)


@st.composite
def written_rules(draw: st.DrawFn) -> str:
    optional = {
        "INTERVAL": st.integers(0, 100).map(str),
        "BYMONTH": _some([str(month) for month in range(14)]),
        "BYMONTHDAY": _some([str(day) for day in range(-32, 33)]),
        "BYDAY": _some([*WEEKDAYS, "1MO", "5FR", "-1SU", "6TU", "53WE"]),
        "BYSETPOS": _some(["1", "-1", "2", "0", "300", "367"]),
        "WKST": st.sampled_from([*WEEKDAYS, "XX"]),
    }
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"]))
    names = draw(st.lists(st.sampled_from(list(optional)), unique=True, max_size=3))
    ends = draw(st.sampled_from(["COUNT=1", "COUNT=17", "UNTIL=20300101", "UNTIL=20380101T1200"]))
    parts = [f"{name}={draw(optional[name])}" for name in names]
    return ";".join([f"FREQ={frequency}", *parts, ends])


@given(rule=written_rules(), first=firsts)
def test_any_rule_is_refused_or_kept_in_order(rule: str, first: datetime) -> None:
    try:
        match = first_match(first, rule) or first
        kept = checked_rule(rule, first=match)
    except RuleError:
        return
    found = starts(match, kept)
    assert found[0] == match
    assert all(before < after for before, after in pairwise(found))
    assert len(found) <= MOST
    assert found[-1] - match <= LONGEST
    assert {start.time() for start in found} == {match.time()}
    assert checked_rule(kept, first=match) == kept
    assert starts(match, rule) == found


@given(rule=written_rules(), first=firsts)
def test_the_first_is_there_even_if_the_rule_has_it_not(rule: str, first: datetime) -> None:
    try:
        found = starts(first, rule)
    except RuleError:
        return
    assert found[0] == first
    assert found == sorted(set(found))


@given(rule=written_rules(), first=firsts, where=st.integers(0, 999))
def test_a_series_that_is_split_meets_on_the_same_days(
    rule: str, first: datetime, where: int
) -> None:
    try:
        first = first_match(first, rule) or first
        rule = checked_rule(rule, first=first)
    except RuleError:
        return
    found = starts(first, rule)
    if len(found) < 2:
        return
    at = found[1 + where % (len(found) - 1)]
    earlier, later = split_rule(first, rule, at)
    assert starts(first, earlier) + starts(at, later) == found
    assert checked_rule(earlier, first=first) == earlier
    assert checked_rule(later, first=at) == later


@given(text=st.text(max_size=60))
def test_any_text_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        checked_rule(text, first=TUESDAY)


# Instants -----------------------------------------------------------------------------------------

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("20270314T013000", "06:30"),
        # Is not: counted from before the gap, so the clock shows half past three.
        ("20270314T023000", "07:30"),
        ("20270314T030000", "07:00"),
        # Is twice: the first.
        ("20271107T013000", "05:30"),
        ("20271107T020000", "07:00"),
    ],
)
def test_a_local_time_is_an_instant(local: str, utc: str) -> None:
    assert f"{moment(local_start(local), NEW_YORK):%H:%M}" == utc


def test_a_slot_names_a_start() -> None:
    assert slot_of(TUESDAY) == "20261208T190000"
    assert local_start("20261208T190000") == TUESDAY
    with pytest.raises(ValueError, match="remains"):
        local_start("20261208T190000Z")


def test_a_weekly_meeting_stays_at_seven_when_the_clocks_change() -> None:
    rule = checked_rule("FREQ=WEEKLY;COUNT=30", first=TUESDAY)
    instants = [moment(start, NEW_YORK) for start in starts(TUESDAY, rule)]
    assert {at.astimezone(NEW_YORK).hour for at in instants} == {19}
    assert {at.hour for at in instants} == {23, 0}
    assert len({after - before for before, after in pairwise(instants)}) == 2
    assert instants[0] + timedelta(days=7) == instants[1]
    assert instants[0].date() == date(2026, 12, 9)
