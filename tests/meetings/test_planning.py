"""Planning a meeting or a series, and finding it in the schedule."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from communities.models import Membership
from communities.scope import scope
from meetings.models import DayOff, Meeting, OnDaysOff, Series, State
from tests.cast import Cast
from tests.meetings.scenes import as_series_form, local, meetings_of, next_week, planned

pytestmark = pytest.mark.django_db
type SignIn = Callable[[Membership], Client]


def test_a_facilitator_plans_a_series_in_a_form(cast: Cast, as_member: SignIn) -> None:
    browser = as_member(cast.fay)
    answer = browser.post(f"/c/{cast.community.slug}/meetings/new/", as_series_form(cast))
    with scope(cast.community):
        series = Series.objects.get()
        assert answer.headers["Location"] == series.get_absolute_url()
        assert [local(one) for one in meetings_of(series)] == [
            datetime.combine(next_week() + timedelta(weeks=week), time(18)) for week in range(4)
        ]
    page = browser.get(f"/c/{cast.community.slug}/meetings/").content.decode()
    assert page.count("Monthly table") == 4


def test_one_meeting_leads_to_its_own_page(cast: Cast, as_member: SignIn) -> None:
    browser = as_member(cast.fay)
    given = as_series_form(cast, often="once", times="")
    answer = browser.post(f"/c/{cast.community.slug}/meetings/new/", given)
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "Are you coming?" in page
    assert "Eastgate School" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Give the meeting a name."),
        ({"first_on": "2020-01-01"}, "Choose a day from today on"),
        ({"place_name": ""}, "Say where"),
        ({"times": ""}, "Say when the series ends"),
        ({"times": "3", "last_day": "2027-09-01"}, "Say either the last day"),
        ({"web_link": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"minutes": "7"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    cast: Cast, as_member: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    given = as_series_form(cast, about="Bring your numbers.", **wrong)
    answer = as_member(cast.fay).post(f"/c/{cast.community.slug}/meetings/new/", given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "Bring your numbers." in page
    with scope(cast.community):
        assert not Series.objects.exists()


def test_a_member_is_told_who_plans_meetings(cast: Cast, as_member: SignIn) -> None:
    answer = as_member(cast.sam).get(f"/c/{cast.community.slug}/meetings/new/")
    assert answer.status_code == 403
    assert "Facilitators plan meetings." in answer.content.decode()


def test_only_who_is_invited_sees_it(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast, audience=cast.superintendents.audience)
        meeting = meetings_of(series)[0]
    for member, status in ((cast.sam, 200), (cast.rosa, 404), (cast.gus, 404)):
        assert as_member(member).get(meeting.get_absolute_url()).status_code == status
        assert as_member(member).get(series.get_absolute_url()).status_code == status
        page = as_member(member).get(f"/c/{cast.community.slug}/meetings/").content.decode()
        assert ("Monthly table" in page) == (status == 200)


def test_the_clock_of_the_series_holds_when_it_is_changed(cast: Cast) -> None:
    with scope(cast.community):
        series = planned(cast, first_on=date(2027, 3, 9), rule="FREQ=WEEKLY;COUNT=2")
        before, after = meetings_of(series)
    assert local(before).time() == local(after).time() == time(18)
    assert after.starts_at - before.starts_at == timedelta(days=7, hours=-1)


@pytest.mark.parametrize(
    ("choice", "state"),
    [
        (OnDaysOff.SKIP, State.SKIPPED),
        (OnDaysOff.ASK, State.ASKED),
        (OnDaysOff.MEET, State.PLANNED),
    ],
)
def test_what_falls_on_a_day_off_is_as_the_host_chose(
    cast: Cast, as_member: SignIn, choice: OnDaysOff, state: State
) -> None:
    with scope(cast.community):
        DayOff.objects.create(
            community=cast.community,
            name="Spring break",
            first_day=next_week(13),
            last_day=next_week(15),
        )
        series = planned(cast, on_days_off=choice)
        assert [one.state for one in meetings_of(series)] == [
            "planned",
            state,
            "planned",
            "planned",
        ]
    page = as_member(cast.sam).get(f"/c/{cast.community.slug}/meetings/").content.decode()
    assert page.count("Monthly table") == (3 if state == State.SKIPPED else 4)


def test_the_list_costs_as_many_queries_for_two_as_for_twenty(
    cast: Cast, as_member: SignIn
) -> None:
    browser = as_member(cast.sam)
    counts = []
    for count in (2, 20):
        with scope(cast.community):
            Meeting.objects.all().delete()
            planned(cast, rule=f"FREQ=DAILY;COUNT={count}")
        browser.get(f"/c/{cast.community.slug}/meetings/")
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/c/{cast.community.slug}/meetings/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_meetings_are_found_by_their_place(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        planned(cast, audience=cast.superintendents.audience, place_name="Zebra House")
    found = as_member(cast.sam).get(f"/c/{cast.community.slug}/search/?q=zebra").content.decode()
    assert "Monthly table" in found
    hidden = as_member(cast.rosa).get(f"/c/{cast.community.slug}/search/?q=zebra").content.decode()
    assert "Monthly table" not in hidden


def test_the_days_are_shown_before_anything_is_saved(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        DayOff.objects.create(
            community=cast.community,
            name="Spring break",
            first_day=next_week(13),
            last_day=next_week(15),
        )
    url = f"/c/{cast.community.slug}/meetings/new/"
    given = as_series_form(cast, title="", place_name="", about="Bring your numbers.", preview="1")
    answer = as_member(cast.fay).post(url, {**given, "reminders": []})
    assert answer.status_code == 200
    page = answer.text
    shown = page[page.index('id="preview"') : page.index("<form", page.index('id="preview"'))]
    places = [
        shown.index(f"{date_format(day, 'l')}, {date_format(day, 'DATE_FORMAT')}, 6 p.m.")
        for day in (next_week(7), next_week(14), next_week(21), next_week(28))
    ]
    assert places == sorted(places)
    assert shown.count("<li>") == 4
    assert places[1] < shown.index("Day off: Spring break. It is left out.") < places[2]
    assert "3 meetings. Nothing is in the schedule yet." in shown
    # What was typed, and what was ticked away, stays; nothing is called wrong.
    assert "Bring your numbers." in page
    assert 'value="1440" checked' not in page
    assert "Give the meeting a name." not in page
    with scope(cast.community):
        assert not Series.objects.exists()


@pytest.mark.parametrize("choice", ["ask", "meet"])
def test_the_days_say_what_becomes_of_a_day_off(cast: Cast, as_member: SignIn, choice: str) -> None:
    with scope(cast.community):
        DayOff.objects.create(
            community=cast.community,
            name="Spring break",
            first_day=next_week(),
            last_day=next_week(),
        )
    given = as_series_form(cast, on_days_off=choice, preview="1")
    page = as_member(cast.fay).post(f"/c/{cast.community.slug}/meetings/new/", given).text
    said = {"ask": "You will be asked.", "meet": "You meet all the same."}[choice]
    assert f"Day off: Spring break. {said}" in page


def test_of_a_long_series_the_first_days_are_shown(cast: Cast, as_member: SignIn) -> None:
    given = as_series_form(cast, often="daily", times="200", preview="1")
    page = as_member(cast.fay).post(f"/c/{cast.community.slug}/meetings/new/", given).text
    assert "And 140 more." in page
    assert "200 meetings. Nothing is in the schedule yet." in page


@pytest.mark.parametrize(
    "wrong", [{"first_on": "2020-01-01"}, {"times": ""}, {"begins": "26:00"}, {"often": "hourly"}]
)
def test_days_that_cannot_be_are_said_instead(
    cast: Cast, as_member: SignIn, wrong: dict[str, str]
) -> None:
    given = as_series_form(cast, **wrong, preview="1")
    answer = as_member(cast.fay).post(f"/c/{cast.community.slug}/meetings/new/", given)
    assert answer.status_code == 422
    assert 'id="preview"' not in answer.text
    with scope(cast.community):
        assert not Series.objects.exists()
