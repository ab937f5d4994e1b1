"""The schedule in one's own calendar program: what it is given, and to whom."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.leaving import Words, leave_for_good
from communities.models import Membership
from communities.scope import scope
from meetings.actions import answer_series
from meetings.actions.calendar_keys import make_calendar_key
from meetings.models import Answer, CalendarKey, DayOff, Meeting, Series, State, Way
from tests.cast import Cast
from tests.meetings.scenes import meetings_of, next_week, planned, says

pytestmark = pytest.mark.django_db
type SignIn = Callable[[Membership], Client]


def address_of(cast: Cast, member: Membership, what: str = "meetings") -> str:
    with scope(cast.community):
        return f"/c/{cast.community.slug}/meetings/feed/{make_calendar_key(member).key}/{what}.ics"


def fetched(path: str) -> bytes:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content


def starts_in(calendar: bytes) -> list[datetime]:
    """Return when somebody's calendar program shows something in the next half year."""
    now = timezone.now()
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(calendar))
    events = found.between(now, now + timedelta(days=183))
    return sorted(event["DTSTART"].dt.astimezone(UTC) for event in events)


def standing() -> list[datetime]:
    return sorted(Meeting.objects.standing().values_list("starts_at", flat=True))


def test_one_makes_addresses_and_ends_them(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        planned(cast)
    browser, home = as_member(cast.sam), f"/c/{cast.community.slug}/meetings/my-calendar/"
    browser.post(f"{home}key/")
    page = browser.get(home).content.decode()
    with scope(cast.community):
        key = CalendarKey.objects.get().key
    assert page.count('href="webcal://') == 3
    path = f"/c/{cast.community.slug}/meetings/feed/{key}/meetings.ics"
    assert b"Monthly table" in fetched(path)
    browser.post(f"{home}key/")
    assert Client().get(path).status_code == 404
    browser.post(f"{home}key/delete/")
    with scope(cast.community):
        assert not CalendarKey.objects.exists()


def test_programs_show_the_days_that_our_pages_show(cast: Cast) -> None:
    with scope(cast.community):
        DayOff.objects.create(
            community=cast.community,
            name="Break",
            first_day=next_week(13),
            last_day=next_week(15),
        )
        first, _skipped, third, fourth = meetings_of(planned(cast))
        Meeting.objects.filter(pk=third.pk).update(state=State.CANCELLED)
        moved = fourth.starts_at + timedelta(days=1)
        Meeting.objects.filter(pk=fourth.pk).update(
            starts_at=moved, ends_at=moved + timedelta(hours=1), is_changed=True, sequence=1
        )
        planned(cast, title="Once", rule="", first_on=next_week(9))
        shown = standing()
    assert first.starts_at in shown
    assert len(shown) == 3
    assert starts_in(fetched(address_of(cast, cast.sam))) == shown


def test_nobody_is_given_what_he_is_not_invited_to(cast: Cast) -> None:
    with scope(cast.community):
        hidden = planned(cast, audience=cast.superintendents.audience, title="Zebra")
    assert b"Zebra" in fetched(address_of(cast, cast.sam))
    theirs = address_of(cast, cast.rosa)
    assert b"Zebra" not in fetched(theirs)
    key = theirs.split("/")[-2]
    one = f"{hidden.get_absolute_url()}feed/{key}/series.ics"
    assert Client().get(one).status_code == 404
    mine = address_of(cast, cast.sam).split("/")[-2]
    assert b"Zebra" in fetched(f"{hidden.get_absolute_url()}feed/{mine}/series.ics")


def test_a_key_of_one_community_opens_nothing_in_another(cast: Cast) -> None:
    key = address_of(cast, cast.sam).split("/")[-2]
    other = f"/c/{cast.other.slug}/meetings/feed/{key}/meetings.ics"
    assert Client().get(other).status_code == 404


def test_who_has_left_is_given_nothing(cast: Cast) -> None:
    path = address_of(cast, cast.sam)
    leave_for_good(cast.sam, Words.NAMED)
    assert Client().get(path).status_code == 404


def test_mine_leaves_out_what_was_declined(cast: Cast) -> None:
    with scope(cast.community):
        first, second, *_rest = meetings_of(planned(cast))
        says(cast.sam, first, Answer.NO)
        says(cast.sam, second, Answer.YES)
        never = planned(cast, title="Never")
        answer_series(never, cast.sam, Answer.NO, way=Way.PAGE)
        once = meetings_of(planned(cast, title="Once", rule=""))[0]
        says(cast.sam, once, Answer.NO)
    mine = fetched(address_of(cast, cast.sam, "mine"))
    assert b"Never" not in mine
    assert b"Once" not in mine
    assert first.starts_at not in starts_in(mine)
    assert len(starts_in(mine)) == 3


def test_it_is_fetched_again_only_if_something_changed(cast: Cast) -> None:
    with scope(cast.community):
        series = planned(cast)
    path = address_of(cast, cast.sam)
    first = Client().get(path)
    etag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    same = Client().get(path, headers={"if-none-match": etag})
    assert (same.status_code, same.content) == (304, b"")
    assert Client().get(path, headers={"if-modified-since": changed}).status_code == 304
    with scope(cast.community):
        now = timezone.now() + timedelta(seconds=2)
        Series.objects.filter(pk=series.pk).update(title="Another", sequence=1, changed_at=now)
    again = Client().get(path, headers={"if-none-match": etag})
    assert again.status_code == 200
    assert b"Another" in again.content
    assert again.headers["ETag"] != etag
    assert again.headers["Last-Modified"] != changed


def test_equal_meetings_give_equal_bytes(cast: Cast) -> None:
    with scope(cast.community):
        planned(cast)
    path = address_of(cast, cast.sam)
    first = fetched(path)
    cache.clear()
    assert fetched(path) == first


@pytest.mark.parametrize("what", ["meetings", "mine"])
def test_it_costs_as_many_queries_for_two_as_for_ten(cast: Cast, what: str) -> None:
    counts = []
    for count in (2, 8):
        with scope(cast.community):
            for number in range(count):
                planned(cast, title=f"Table {number}")
        path = address_of(cast, cast.sam, what)
        Client().get(path)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            Client().get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]
