"""The clock goes over the change to daylight saving and back: reminders and feeds stay right."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from django.test import Client
from django.utils import timezone

from communities.scope import scope
from meetings.inviting.reminding import KIND
from meetings.models import Meeting
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.meetings.scenes import ZONE, local, meetings_of, planned
from tests.meetings.test_subscribing import address_of, fetched
from tests.notifications.notice_scenes import work
from tests.opened_mail import text_of

pytestmark = pytest.mark.django_db
type SetClock = Callable[[datetime], None]
CHICAGO = ZoneInfo(ZONE)
# In Chicago, and in most of the United States; in Europe they are on other days.
FORWARD, BACK = date(2027, 3, 14), date(2027, 11, 7)
DAY, HOUR, STEP = timedelta(days=1), timedelta(hours=1), timedelta(minutes=30)


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Return what sets the clock by which everything is due."""

    def to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return to


def come_by(meeting: Meeting, set_clock: SetClock) -> list[tuple[timedelta, str]]:
    """Let a day pass until it begins; return how long before each of tess's reminders came."""
    found: list[tuple[timedelta, str]] = []
    mine = OutgoingMail.objects.filter(kind=KIND, to="tess@example.org")
    there = mine.filter(key__contains=f"/{meeting.slot}/").order_by("pk")
    before = DAY + HOUR
    while before > timedelta():
        set_clock(meeting.starts_at - before)
        work()
        found += [(before, text_of(mail)) for mail in there[len(found) :]]
        before -= STEP
    return found


# What the clock shows in Phoenix, which never changes it.
@pytest.mark.parametrize(
    ("change", "begins", "in_phoenix"),
    [
        (FORWARD, time(0, 30), "11:30 p.m."),
        (FORWARD, time(3, 30), "1:30 a.m."),
        (FORWARD, time(9), "7 a.m."),
        (BACK, time(0, 30), "10:30 p.m."),
        (BACK, time(3, 30), "2:30 a.m."),
        (BACK, time(9), "8 a.m."),
    ],
)
def test_reminders_come_a_day_and_an_hour_before_over_the_change(
    cast: Cast, set_clock: SetClock, change: date, begins: time, in_phoenix: str
) -> None:
    cast.tess.user.time_zone = "America/Phoenix"
    cast.tess.user.save()
    set_clock(datetime.combine(change - timedelta(days=12), time(12), tzinfo=UTC))
    with scope(cast.community):
        series = planned(
            cast,
            first_on=change - timedelta(days=7),
            begins=begins,
            minutes=60,
            rule="FREQ=WEEKLY;COUNT=2",
            reminders=[24 * 60, 60],
        )
        before, after = meetings_of(series)
    # On the clock of the series it is the same hour, though other hours have passed.
    assert local(before).time() == local(after).time() == begins
    more = HOUR if change == BACK else -HOUR
    passed = more if begins > time(2) else timedelta()
    assert after.starts_at - before.starts_at == 7 * DAY + passed
    assert [wait for wait, _words in come_by(before, set_clock)] == [DAY, HOUR]
    found = come_by(after, set_clock)
    assert [wait for wait, _words in found] == [DAY, HOUR]
    for _wait, words in found:
        assert f", {in_phoenix} – " in words


@pytest.mark.parametrize("change", [FORWARD, BACK])
def test_a_feed_shows_the_days_that_pages_show_before_and_after_the_change(
    cast: Cast, set_clock: SetClock, change: date
) -> None:
    set_clock(datetime.combine(change - timedelta(days=5), time(12), tzinfo=UTC))
    with scope(cast.community):
        for begins in (time(0, 30), time(1, 30), time(2, 30), time(18)):
            planned(cast, first_on=change - DAY, begins=begins, rule="FREQ=DAILY;COUNT=4")
        moved = Meeting.objects.filter(series__begins=time(18)).order_by("starts_at")[1]
        there = datetime.combine(change, time(20), tzinfo=CHICAGO).astimezone(UTC)
        Meeting.objects.filter(pk=moved.pk).update(
            starts_at=there, ends_at=there + HOUR, is_changed=True, sequence=1
        )
        rows = Meeting.objects.order_by("starts_at", "ends_at").values_list("starts_at", "ends_at")
        shown = list(rows)
    path = address_of(cast, cast.sam)
    first = Client().get(path)
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(first.content)).between(
        change - 3 * DAY, change + 6 * DAY
    )
    assert (
        sorted((event.start.astimezone(UTC), event.end.astimezone(UTC)) for event in events)
        == shown
    )
    # The clock of the wall goes over it; the calendar is as it was.
    set_clock(datetime.combine(change + timedelta(days=1), time(12), tzinfo=UTC))
    etag = {"if-none-match": first.headers["ETag"]}
    assert Client().get(path, headers=etag).status_code == 304
    assert fetched(path) == first.content
