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
