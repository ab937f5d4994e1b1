"""The schedule as a list, a week and a month: whose it is, on whose clock, and what it costs."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from communities.models import Membership
from communities.scope import scope
from meetings.actions import answer_series
from meetings.models import Answer, DayOff, Meeting, Way
from meetings.schedule.cancelling import cancel_meeting
from meetings.schedule.periods import day_in, month_with, week_with
from tests.cast import Cast
from tests.meetings.scenes import meetings_of, next_week, planned, says

pytestmark = pytest.mark.django_db
type SignIn = Callable[[Membership], Client]


def url_of(cast: Cast, view: str, on: date | None = None, mine: str = "") -> str:
    there = f"/c/{cast.community.slug}/meetings/{view}"
    return f"{there}?on={on.isoformat() if on else ''}&mine={mine}"


def test_a_month_has_its_days_in_weeks_that_begin_as_its_readers_expect() -> None:
    with translation.override("en"):
        month = month_with(date(2027, 2, 17))
    assert (month.first, month.last) == (date(2027, 1, 31), date(2027, 3, 6))
    assert (month.before, month.after) == (date(2027, 1, 1), date(2027, 3, 1))
    with translation.override("es"):
        assert month_with(date(2027, 2, 17)).first == date(2027, 2, 1)
        assert week_with(date(2027, 2, 17)).first == date(2027, 2, 15)


@pytest.mark.parametrize("text", [None, "", "x", "2027-02-30", "0000-01-01", "2027-02"])
def test_what_is_no_day_is_today(text: str | None) -> None:
    assert day_in(text) == timezone.localdate()


def test_days_far_away_are_the_last_ones_shown() -> None:
    assert month_with(day_in("9999-12-31")).after is None
    assert month_with(day_in("0001-01-01")).before is None
    assert week_with(day_in("0001-01-01")).before is None


@pytest.mark.parametrize("view", ["month/", "week/"])
def test_meetings_stand_on_their_days_on_the_readers_clock(
    cast: Cast, as_member: SignIn, view: str
) -> None:
    day = next_week(20)
    with scope(cast.community):
        series = planned(cast, first_on=day, begins=time(23), rule="FREQ=WEEKLY;COUNT=2")
        cancel_meeting(meetings_of(series)[0], by=cast.fay, words="Snow.")
        DayOff.objects.create(community=cast.community, name="Fair", first_day=day, last_day=day)
    cast.sam.user.time_zone = "Europe/Madrid"
    cast.sam.user.save()
    page = as_member(cast.sam).get(url_of(cast, view, day + timedelta(days=1))).content.decode()
    assert "Monthly table" in page
    assert "calendar__cancelled" in page
    assert "Central time (Chicago)" in page
    before = as_member(cast.sam).get(url_of(cast, view, day - timedelta(days=62)))
    assert "Monthly table" not in before.content.decode()
    assert "Fair" in as_member(cast.sam).get(url_of(cast, view, day)).content.decode()


def test_only_who_is_invited_sees_it_in_a_calendar(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        planned(cast, audience=cast.superintendents.audience)
    for view in ("month/", "week/"):
        url = url_of(cast, view, next_week())
        assert "Monthly table" in as_member(cast.sam).get(url).content.decode()
        assert "Monthly table" not in as_member(cast.rosa).get(url).content.decode()


def numbers_on(browser: Client, cast: Cast, url: str) -> set[int]:
    """Return the numbers of the meetings to which a page leads."""
    found = browser.get(url).content.decode().split(f"/c/{cast.community.slug}/meetings/")[1:]
    return {int(link.split("/")[0]) for link in found if link.split("/")[0].isdigit()}


def test_a_guest_does_not_see_what_he_hosted(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        planned(cast, host=cast.tess, title="<b>Table</b>", audience=cast.families.audience)
        cast.tess.standing = "guest"
        cast.tess.save()
    url = url_of(cast, "month/", next_week())
    assert "Table" not in as_member(cast.tess).get(url).content.decode()
    assert "&lt;b&gt;Table" in as_member(cast.rosa).get(url).content.decode()


@pytest.mark.parametrize("view", ["", "month/", "week/"])
def test_one_can_look_at_what_one_answered_and_what_not(
    cast: Cast, as_member: SignIn, view: str
) -> None:
    # Three days of one week and of one month.
    day = month_with(next_week(40)).weeks[1][0]
    with scope(cast.community):
        choir = planned(cast, title="Choir", first_on=day, rule="FREQ=DAILY;COUNT=3")
        first, second, third = meetings_of(choir)
        says(cast.sam, first)
        says(cast.sam, second, Answer.NO)
        always = planned(cast, title="Reading", first_on=day, rule="FREQ=DAILY;COUNT=2")
        answer_series(always, cast.sam, Answer.YES, way=Way.PAGE)
        maybe, yes = meetings_of(always)
        says(cast.sam, maybe, Answer.MAYBE)
    browser = as_member(cast.sam)
    every = numbers_on(browser, cast, url_of(cast, view, day))
    assert every == {one.number for one in (first, second, third, maybe, yes)}
    coming = numbers_on(browser, cast, url_of(cast, view, day, "coming"))
    assert coming == {first.number, yes.number}
    assert numbers_on(browser, cast, url_of(cast, view, day, "open")) == {third.number}


def test_what_is_past_is_listed_the_last_first(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        first = meetings_of(planned(cast))[0]
        now = timezone.now()
        Meeting.objects.filter(pk=first.pk).update(
            starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1)
        )
    there = f"/c/{cast.community.slug}/meetings/"
    page = as_member(cast.sam).get(f"{there}?show=past").content.decode()
    assert f"{there}{first.number}/" in page
    assert page.count("Monthly table") == 1
    assert as_member(cast.sam).get(there).content.decode().count("Monthly table") == 3


def test_a_long_list_has_pages(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        planned(cast, rule="FREQ=DAILY;COUNT=70")
    there = f"/c/{cast.community.slug}/meetings/"
    first = as_member(cast.sam).get(there).content.decode()
    second = as_member(cast.sam).get(f"{there}?page=2").content.decode()
    assert (first.count("Monthly table"), second.count("Monthly table")) == (60, 10)
    assert "?page=2" in first
    for page in ("0", "x", "99999999999"):
        assert as_member(cast.sam).get(f"{there}?page={page}").status_code == 200


@pytest.mark.parametrize("view", ["", "week/", "month/"])
@pytest.mark.parametrize("mine", ["", "coming", "open"])
def test_a_calendar_costs_as_many_queries_for_two_as_for_twenty(
    cast: Cast, as_member: SignIn, view: str, mine: str
) -> None:
    browser = as_member(cast.sam)
    day = next_week(40)
    counts = []
    for count in (2, 20):
        with scope(cast.community):
            Meeting.objects.all().delete()
            for number in range(count):
                series = planned(cast, rule="", first_on=day, title=f"Table {number}")
                if mine != "open":
                    answer_series(series, cast.sam, Answer.YES, way=Way.PAGE)
        browser.get(url_of(cast, view, day, mine))
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(url_of(cast, view, day, mine)).content.decode()
        assert page.count(">Table ") == count
        counts.append(len(queries))
    assert counts[0] == counts[1]
