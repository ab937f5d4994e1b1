"""At seven where the person lives, once a period, also when the clocks change."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from accounts.models import User
from communities.models import Membership
from communities.models.membership import Pace
from communities.scope import scope
from digests.due_people import due_people
from digests.models import DigestRun
from forums.models import Post, Topic
from tests.cast import Cast
from tests.digests.scenes import DAY, MONDAY, ask, mails, message, send, settle_in

pytestmark = pytest.mark.django_db


def lives_in(member: Membership, zone: str) -> None:
    User.objects.filter(pk=member.user_id).update(time_zone=zone)


def at(zone: str, *clock: int) -> datetime:
    return datetime(*clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[arg-type,misc]


def due(now: datetime) -> set[int]:
    return {person.user_id for person in due_people(now, limit=500)}


def test_due_from_seven_of_ones_own_clock(cast: Cast) -> None:
    settle_in(cast.community, cast.other)
    lives_in(cast.sam, "America/Los_Angeles")
    lives_in(cast.tess, "Europe/Berlin")
    # Everybody's Sunday is done: it is after seven for all of them.
    send(MONDAY - DAY + timedelta(hours=5))
    assert cast.tess.user_id in due(at("Europe/Berlin", 2026, 3, 2, 7, 0))
    assert cast.tess.user_id not in due(at("Europe/Berlin", 2026, 3, 2, 6, 59))
    assert cast.sam.user_id not in due(at("America/Los_Angeles", 2026, 3, 2, 6, 59))
    assert cast.sam.user_id in due(at("America/Los_Angeles", 2026, 3, 2, 7, 0))


def test_a_zone_that_does_not_exist_counts_as_universal_time(cast: Cast) -> None:
    settle_in(cast.community, cast.other)
    lives_in(cast.sam, "Mars/Olympus")
    send(MONDAY - DAY)
    assert cast.sam.user_id not in due(datetime(2026, 3, 2, 6, 59, tzinfo=UTC))
    assert cast.sam.user_id in due(datetime(2026, 3, 2, 7, 0, tzinfo=UTC))


def test_who_joined_since_seven_waits_for_tomorrow(cast: Cast) -> None:
    settle_in(cast.community, cast.other)
    with scope(cast.community):
        Membership.objects.filter(pk=cast.tess.pk).update(joined_at=MONDAY - timedelta(minutes=1))
    assert cast.tess.user_id not in due(MONDAY)
    assert cast.tess.user_id in due(MONDAY + DAY)


def test_moving_west_on_the_same_day_brings_no_second_digest(cast: Cast) -> None:
    settle_in(cast.community, cast.other)
    lives_in(cast.sam, "Asia/Tokyo")
    send(MONDAY)
    lives_in(cast.sam, "America/Los_Angeles")
    assert cast.sam.user_id not in due(MONDAY + timedelta(hours=6))


def test_a_week_that_was_missed_on_monday_comes_on_tuesday_and_not_later(cast: Cast) -> None:
    settle_in(cast.community, cast.other)
    with scope(cast.community):
        Membership.objects.update(pace=Pace.WEEKLY)
    assert cast.tess.user_id in due(MONDAY)
    assert cast.tess.user_id in due(MONDAY + DAY)
    assert cast.tess.user_id not in due(MONDAY + 2 * DAY)
    send(MONDAY + DAY)
    assert cast.tess.user_id not in due(MONDAY + DAY)
    assert cast.tess.user_id in due(MONDAY + 7 * DAY)


def chooses(member: Membership, pace: Pace, *, hour: int = 7, weekday: int = 0) -> None:
    User.objects.filter(pk=member.user_id).update(digest_hour=hour, digest_weekday=weekday)
    with scope(member.community):
        Membership.objects.filter(user=member.user_id).update(pace=pace)


def days_due(member: Membership, start: datetime, days: int) -> list[str]:
    """Return the days on which a digest is due, each recorded as made."""
    found = []
    for day in range(days):
        for person in due_people(start + day * DAY, limit=500):
            if person.user_id == member.user_id:
                found.append(person.day.isoformat())
                DigestRun.objects.create(
                    user=member.user,
                    day=person.day,
                    weekly=person.weekly,
                    monthly=person.monthly,
                    outcome="empty",
                )
    return found


@pytest.mark.parametrize(
    ("pace", "weekday", "expected"),
    [
        (Pace.WEEKDAYS, 0, ["02", "03", "04", "05", "06", "09", "10", "11", "12", "13"]),
        (Pace.WEEKLY, 3, ["05", "12", "19", "26", "02"]),
        # Monday is the day after a Sunday: what could not be on Sunday is made then.
        (Pace.WEEKLY, 6, ["02", "08", "15", "22", "29"]),
        # The first Thursday of the month; the second of April is the next.
        (Pace.MONTHLY, 3, ["05", "02"]),
        (Pace.CONCERNS, 0, ["02", "03", "04"]),
    ],
)
def test_each_pace_is_due_on_its_days(
    cast: Cast, pace: Pace, weekday: int, expected: list[str]
) -> None:
    settle_in(cast.community, cast.other)
    chooses(cast.tess, pace, weekday=weekday)
    found = days_due(cast.tess, MONDAY, {Pace.WEEKDAYS: 14, Pace.CONCERNS: 3}.get(pace, 33))
    assert [day[-2:] for day in found] == expected


def test_a_digest_comes_at_the_hour_that_its_reader_chose(cast: Cast) -> None:
    settle_in(cast.community, cast.other)
    days_due(cast.tess, MONDAY - DAY + timedelta(hours=10), 1)
    chooses(cast.tess, Pace.DAILY, hour=18)
    assert cast.tess.user_id not in due(at("America/New_York", 2026, 3, 2, 17, 59))
    assert cast.tess.user_id in due(at("America/New_York", 2026, 3, 2, 18, 0))


def test_choosing_another_hour_or_day_brings_no_second_digest(cast: Cast) -> None:
    settle_in(cast.community, cast.other)
    chooses(cast.tess, Pace.WEEKLY)
    assert days_due(cast.tess, MONDAY, 1) == ["2026-03-02"]
    chooses(cast.tess, Pace.WEEKLY, hour=9)
    assert days_due(cast.tess, MONDAY + timedelta(hours=6), 1) == []
    chooses(cast.tess, Pace.WEEKLY, hour=9, weekday=2)
    assert days_due(cast.tess, MONDAY + DAY, 8) == []
    assert days_due(cast.tess, MONDAY + 9 * DAY + timedelta(hours=6), 1) == ["2026-03-11"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("America/New_York", datetime(2026, 3, 6, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 10, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 4, 3, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 10, 2, tzinfo=UTC)),
    ],
)
def test_exactly_one_mail_a_day_and_a_week_while_the_clocks_change(
    cast: Cast, zone: str, start: datetime
) -> None:
    settle_in(cast.community, cast.other, now=start)
    for member in (cast.tess, cast.pat):
        lives_in(member, zone)
    with scope(cast.community):
        # Only these two, so that each tick is quick.
        Membership.objects.exclude(pk__in=[cast.tess.pk, cast.pat.pk]).update(pace=Pace.NEVER)
        Membership.objects.filter(pk=cast.pat.pk).update(pace=Pace.WEEKLY)
    with scope(cast.other):
        Membership.objects.update(pace=Pace.NEVER)
    topic = ask(cast.families, cast.rosa, "Each half hour", at=start)
    now = start
    while now < start + 5 * DAY:
        _move(topic, now)
        send(now)
        now += timedelta(minutes=30)
    runs = list(
        DigestRun.objects.filter(user=cast.tess.user).order_by("day").values_list("day", flat=True)
    )
    assert [b - a for a, b in pairwise(runs)] == [DAY] * (len(runs) - 1)
    assert len(runs) in {5, 6}
    assert len(mails(cast.tess)) == len(runs)
    weekly = DigestRun.objects.filter(user=cast.pat.user, weekly=True)
    mondays = {run.day - run.day.weekday() * DAY for run in weekly}
    assert len(mondays) == len(weekly) == len(mails(cast.pat))
    ids = [message(mail)["Message-ID"] for m in (cast.tess, cast.pat) for mail in mails(m)]
    assert len(ids) == len(set(ids))


def _move(topic: Topic, now: datetime) -> None:
    """Let there be one more post, by hand: the action would cost more than the digest."""
    with scope(topic.community):
        topic.refresh_from_db()
        topic.last_number += 1
        topic.last_post_at = now - timedelta(minutes=1)
        topic.save()
        Post.objects.create(
            community=topic.community,
            topic=topic,
            number=topic.last_number,
            author_id=topic.author_id,
            body="More",
            html="<p>More</p>",
            created_at=topic.last_post_at,
        )


def test_an_hour_that_the_clock_leaves_out_or_shows_twice_is_due_once(cast: Cast) -> None:
    settle_in(cast.community, cast.other, now=datetime(2026, 3, 6, tzinfo=UTC))
    chooses(cast.tess, Pace.DAILY, hour=2)
    found = [
        days_due(cast.tess, start + hour * timedelta(hours=1), 1)
        for start in (
            at("America/New_York", 2026, 3, 7, 12),
            at("America/New_York", 2026, 10, 31, 12),
        )
        for hour in range(24)
    ]
    # The first is what was due before the day in question.
    assert [day for days in found for day in days] == [
        *("2026-03-07", "2026-03-08", "2026-10-31", "2026-11-01")
    ]


def test_the_day_on_which_an_hour_is_missing_begins_at_seven_too(cast: Cast) -> None:
    settle_in(cast.community, cast.other)
    spring = at("America/New_York", 2026, 3, 8, 6, 59)
    assert spring - at("America/New_York", 2026, 3, 7, 6, 59) == timedelta(hours=23)
    send(spring)
    ask(cast.families, cast.pat, "Over night", at=spring)
    assert cast.tess.user_id not in due(spring)
    assert cast.tess.user_id in due(spring + timedelta(minutes=1))
    send(spring + timedelta(minutes=1))
    next_day = at("America/New_York", 2026, 3, 9, 7, 0)
    assert cast.tess.user_id not in due(next_day - timedelta(minutes=1))
    assert cast.tess.user_id in due(next_day)
