"""Days off: what falls on them is left out, asked about, or held all the same."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from meetings.models import DayOff, Meeting, OnDaysOff, State
from meetings.schedule.cancelling import cancel_meeting
from moderation.models import Act
from tests.cast import Cast
from tests.meetings.scenes import meetings_of, next_week, planned

pytestmark = pytest.mark.django_db
type SignIn = Callable[[Membership], Client]


def off(first: date, last: date | None = None, name: str = "Winter break") -> dict[str, str]:
    """Return what a browser sends."""
    return {
        "name": name,
        "first_day": first.isoformat(),
        "last_day": last.isoformat() if last else "",
    }


def page_of(cast: Cast) -> str:
    return f"/c/{cast.community.slug}/meetings/days-off/"


def test_a_day_off_leaves_meetings_out_and_its_end_puts_them_back(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        series = planned(cast)
    fay = as_member(cast.fay)
    page = fay.post(page_of(cast), off(next_week(13), next_week(22)), follow=True).content.decode()
    assert "2 meetings are left out." in page
    with scope(cast.community):
        states = [one.state for one in meetings_of(series)]
        day = DayOff.objects.get()
    assert states == ["planned", "skipped", "skipped", "planned"]
    page = fay.post(f"{page_of(cast)}{day.pk}/delete/", follow=True).content.decode()
    assert "2 meetings stand in the schedule again." in page
    with scope(cast.community):
        assert {one.state for one in meetings_of(series)} == {"planned"}
        assert [one.sequence for one in meetings_of(series)] == [0, 2, 2, 0]
        assert set(Act.objects.values_list("act", flat=True)) >= {"added", "removed"}


def test_what_is_cancelled_or_held_all_the_same_stays(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        first = meetings_of(planned(cast))[0]
        cancel_meeting(first, by=cast.fay, words="Snow.")
        meets = meetings_of(planned(cast, on_days_off=OnDaysOff.MEET))[0]
    as_member(cast.fay).post(page_of(cast), off(next_week()))
    with scope(cast.community):
        states = [Meeting.objects.get(pk=one.pk).state for one in (first, meets)]
        assert states == [State.CANCELLED, State.PLANNED]


def test_other_days_decide_only_on_what_is_new(cast: Cast, as_member: SignIn) -> None:
    fay = as_member(cast.fay)
    with scope(cast.community):
        series = planned(cast, on_days_off=OnDaysOff.ASK)
    fay.post(page_of(cast), off(next_week(), next_week(14)))
    with scope(cast.community):
        first, *_rest = meetings_of(series)
        day = DayOff.objects.get()
    fay.post(f"{first.get_absolute_url()}day-off/", {"decision": "hold"})
    fay.post(f"{page_of(cast)}{day.pk}/", off(next_week(), next_week(14), name="Fall break"))
    with scope(cast.community):
        assert [one.state for one in meetings_of(series)][:3] == ["planned", "asked", "planned"]
    fay.post(f"{page_of(cast)}{day.pk}/", off(next_week(), next_week(21)))
    with scope(cast.community):
        assert [one.state for one in meetings_of(series)][:3] == ["planned", "asked", "asked"]
    fay.post(f"{page_of(cast)}{day.pk}/", off(next_week(1)))
    with scope(cast.community):
        assert {one.state for one in meetings_of(series)} == {"planned"}


def test_the_host_is_asked_and_decides(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast, host=cast.tess, on_days_off=OnDaysOff.ASK)
    as_member(cast.fay).post(page_of(cast), off(next_week(), next_week(7)))
    home = f"/c/{cast.community.slug}/"
    assert "Do you meet on a day off?" in as_member(cast.tess).get(home).content.decode()
    for other in (cast.fay, cast.sam, cast.gus):
        assert "Do you meet on a day off?" not in as_member(other).get(home).content.decode()
    with scope(cast.community):
        first = meetings_of(series)[0]
    url = first.get_absolute_url()
    # It is next, too; it stands there once.
    assert as_member(cast.tess).get(home).content.decode().count(f'href="{url}"') == 1
    assert "It falls on Winter break" in as_member(cast.tess).get(url).content.decode()
    page = as_member(cast.sam).get(url).content.decode()
    assert "Its host has not said yet" in page
    assert "Leave it out" not in page
    assert as_member(cast.sam).post(f"{url}day-off/", {"decision": "hold"}).status_code == 403
    as_member(cast.tess).post(f"{url}day-off/", {"decision": "perhaps"})
    with scope(cast.community):
        assert meetings_of(series)[0].state == State.ASKED
    as_member(cast.tess).post(f"{url}day-off/", {"decision": "leave_out"})
    assert as_member(cast.tess).get(url).status_code == 404
    assert "Do you meet on a day off?" not in as_member(cast.tess).get(home).content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Give it a name"),
        ({"last_day": "2020-01-01"}, "The last day is before the first one."),
        ({"last_day": "2035-01-01"}, "That is more than half a year."),
    ],
)
def test_what_cannot_be_is_said(
    cast: Cast, as_member: SignIn, given: dict[str, str], sentence: str
) -> None:
    answer = as_member(cast.fay).post(page_of(cast), off(next_week()) | given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    with scope(cast.community):
        assert not DayOff.objects.exists()


def test_the_day_is_that_of_the_clock_of_the_series(cast: Cast, as_member: SignIn) -> None:
    # Eleven in the evening in Chicago is the next day in UTC.
    with scope(cast.community):
        series = planned(cast, begins=time(23), rule="")
        day = meetings_of(series)[0].slot_start.date()
    as_member(cast.fay).post(page_of(cast), off(day + timedelta(days=1)))
    with scope(cast.community):
        assert meetings_of(series)[0].state == State.PLANNED
    as_member(cast.fay).post(page_of(cast), off(day))
    with scope(cast.community):
        assert meetings_of(series)[0].state == State.SKIPPED
