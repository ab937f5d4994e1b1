"""Changing one meeting, this and later ones, or all: what is past stays, and answers go along."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import Membership
from communities.scope import scope
from meetings.actions import answer_series
from meetings.models import Answer, Meeting, Rsvp, Series, StandingAnswer, Way
from meetings.schedule.change_form import ChangeForm
from meetings.schedule.hosting import name_host
from meetings.seats import counts_of
from moderation.models import Act
from tests.cast import Cast
from tests.meetings.scenes import as_changed, local, meetings_of, next_week, planned, says

pytestmark = pytest.mark.django_db
type SignIn = Callable[[Membership], Client]


def changes(cast: Cast, browser: Client, meeting: Meeting, scope_of: str, **given: Any) -> Any:
    """Let a host open the form, change these fields, and save."""
    with scope(cast.community):
        meeting = Meeting.objects.select_related("series__audience").get(pk=meeting.pk)
        data = as_changed(cast, meeting, scope=scope_of, **given)
    return browser.post(f"{meeting.get_absolute_url()}change/", dict(data.lists()))


def begun(cast: Cast, **more: Any) -> Series:
    """Return a series of four whose first meeting was two days ago; inside the scope."""
    series = planned(cast, first_on=next_week(12), **more)
    days = timedelta(days=14)
    series.first_on -= days
    series.save()
    for one in meetings_of(series):
        slot = (one.slot_start - days).strftime("%Y%m%dT%H%M%S")
        Meeting.objects.filter(pk=one.pk).update(
            starts_at=one.starts_at - days, ends_at=one.ends_at - days, slot=slot
        )
    return series


def test_the_form_is_filled_and_saved_as_it_is_changes_nothing(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        series = planned(cast, about="One.\r\nTwo.", capacity=12, meals="Soup")
        second = meetings_of(series)[1]
    page = as_member(cast.fay).get(f"{second.get_absolute_url()}change/").content.decode()
    assert 'value="Monthly table"' in page
    assert f'value="{second.slot_start.date().isoformat()}"' in page
    for chosen in ("this", "later", "all"):
        answer = changes(cast, as_member(cast.fay), second, chosen)
        assert answer.status_code == 302
    with scope(cast.community):
        assert Series.objects.get().sequence == 0
        assert {one.sequence for one in meetings_of(series)} == {0}
        assert not Act.objects.filter(act="changed").exists()


def test_one_meeting_gets_a_place_of_its_own(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast)
        second = meetings_of(series)[1]
        says(cast.sam, second)
    where = {"place_name": "Library", "address": "", "note": "The school is closed."}
    answer = changes(cast, as_member(cast.fay), second, "this", **where)
    assert answer.status_code == 302
    with scope(cast.community):
        first, second, *_rest = meetings_of(series)
        assert (second.detail("place_name"), second.detail("address")) == ("Library", "")
        assert second.detail("web_link") == first.detail("web_link")
        assert first.detail("place_name") == "Eastgate School"
        assert (second.is_changed, second.sequence, second.note) == (
            True,
            1,
            "The school is closed.",
        )
        assert (first.is_changed, first.sequence) == (False, 0)
        assert Rsvp.objects.filter(meeting=second).exists()


def test_a_meeting_on_another_day_is_answered_anew(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast)
        first, second, *_rest = meetings_of(series)
        says(cast.sam, first)
        says(cast.sam, second)
    later = second.slot_start.date() + timedelta(days=2)
    changes(cast, as_member(cast.fay), second, "this", first_on=later.isoformat(), begins="17:00")
    changes(cast, as_member(cast.fay), first, "this", begins="19:30", minutes="60")
    with scope(cast.community):
        first, second, *_rest = meetings_of(series)
        assert local(second) == datetime.combine(later, time(17))
        assert second.slot_start.date() != later
        assert local(first).time() == time(19, 30)
        assert first.ends_at - first.starts_at == timedelta(hours=1)
        assert [one.meeting_id for one in Rsvp.objects.all()] == [first.pk]


def test_what_all_meetings_share_is_not_changed_at_one(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast)
        second = meetings_of(series)[1]
    answer = changes(
        cast, as_member(cast.fay), second, "this", meals="Soup", about="Bring a friend."
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This is the same at all meetings." in page
    assert "Bring a friend." in page


def test_this_and_later_is_a_series_that_continues(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast)
        rows = meetings_of(series)
        says(cast.sam, rows[3], words="With cake.")
        answer_series(series, cast.tess, Answer.YES, way=Way.PAGE)
        name_host(series, cast.pat, by=cast.fay)
    changes(cast, as_member(cast.fay), rows[2], "later", begins="19:00", meals="Soup")
    with scope(cast.community):
        old = Series.objects.get(pk=series.pk)
        new = Series.objects.get(continues=old)
        assert [local(one).time() for one in meetings_of(old)] == [time(18)] * 2
        assert [local(one).time() for one in meetings_of(new)] == [time(19)] * 2
        assert [one.number for one in meetings_of(new)] == [one.number for one in rows[2:]]
        assert (old.meals, new.meals) == ("", "Soup")
        assert old.uid != new.uid
        assert (old.sequence, "UNTIL" in old.rule, "COUNT=2" in new.rule) == (1, True, True)
        last = meetings_of(new)[1]
        assert Rsvp.objects.get(meeting=last).words == "With cake."
        assert counts_of(last).coming == 2
        assert StandingAnswer.objects.filter(series=new, member=cast.tess).exists()
        assert set(Series.objects.hosted_by(cast.pat)) == {old, new}


def test_all_are_changed_in_place_while_none_is_past(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast)
        rows = meetings_of(series)
        says(cast.sam, rows[0])
    changes(cast, as_member(cast.fay), rows[1], "all", begins="17:00", title="Table")
    with scope(cast.community):
        series = Series.objects.get()
        assert (series.title, series.sequence) == ("Table", 1)
        assert [local(one).time() for one in meetings_of(series)] == [time(17)] * 4
        assert [one.pk for one in meetings_of(series)] == [one.pk for one in rows]
        assert Rsvp.objects.filter(meeting=rows[0].pk).exists()


def test_all_on_another_weekday_take_their_pages_along_but_no_answers(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        series = planned(cast)
        rows = meetings_of(series)
        says(cast.sam, rows[0])
    day = rows[1].slot_start.date() + timedelta(days=1)
    changes(cast, as_member(cast.fay), rows[1], "all", first_on=day.isoformat())
    with scope(cast.community):
        found = meetings_of(Series.objects.get())
        assert [local(one).date() for one in found] == [
            one.slot_start.date() + timedelta(days=1) for one in rows
        ]
        assert [one.number for one in found] == [one.number for one in rows]
        assert not Rsvp.objects.exists()


def test_more_meetings_keep_what_was_answered(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast)
        rows = meetings_of(series)
        says(cast.sam, rows[3])
    # Five from the second on.
    changes(cast, as_member(cast.fay), rows[1], "all", times="5")
    with scope(cast.community):
        found = meetings_of(Series.objects.get())
        assert len(found) == 6
        assert Rsvp.objects.get().meeting_id == found[3].pk
    changes(cast, as_member(cast.fay), rows[1], "later", times="1", goes=rows[3].slot)
    with scope(cast.community):
        assert Meeting.objects.count() == 2


def test_what_is_past_stays_when_all_are_changed(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = begun(cast)
        rows = meetings_of(series)
    given = {"place_name": "Library", "begins": "17:00"}
    changes(cast, as_member(cast.fay), rows[2], "all", **given)
    with scope(cast.community):
        first, *rest = list(Meeting.objects.order_by("starts_at").select_related("series"))
        assert (first.detail("place_name"), local(first).time()) == ("Eastgate School", time(18))
        assert {(one.detail("place_name"), local(one).time()) for one in rest} == {
            ("Library", time(17))
        }
        assert len(rest) == 3
        assert {one.series.continues_id for one in rest} == {series.pk}


def test_words_of_all_are_changed_in_place_and_what_was_keeps_its_name(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        series = begun(cast)
        rows = meetings_of(series)
    changes(cast, as_member(cast.fay), rows[1], "all", title="Table", about="New words.")
    with scope(cast.community):
        assert Series.objects.count() == 1
        names = [one.name for one in meetings_of(Series.objects.get())]
    assert names == ["Monthly table", "Table", "Table", "Table"]


def test_a_moved_meeting_stays_where_it_was_moved(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast)
        rows = meetings_of(series)
    day = rows[2].slot_start.date() + timedelta(days=1)
    browser = as_member(cast.fay)
    changes(cast, browser, rows[2], "this", first_on=day.isoformat(), begins="09:00")
    changes(cast, browser, rows[0], "all", begins="17:00")
    with scope(cast.community):
        found = meetings_of(Series.objects.get())
        assert local(found[2]) == datetime.combine(day, time(9))
        assert found[2].slot.endswith("T170000")
        assert local(found[3]).time() == time(17)


def test_a_time_that_a_clock_leaves_out_is_no_moved_meeting(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast, first_on=date(2027, 3, 7), rule="FREQ=WEEKLY;COUNT=3")
        rows = meetings_of(series)
    browser = as_member(cast.fay)
    changes(cast, browser, rows[0], "all", begins="02:30")
    with scope(cast.community):
        found = [local(one).time() for one in meetings_of(Series.objects.get())]
    # On March 14 the clock jumps from two to three.
    assert found == [time(2, 30), time(3, 30), time(2, 30)]
    changes(cast, browser, rows[0], "all", begins="17:00")
    with scope(cast.community):
        found = [local(one).time() for one in meetings_of(Series.objects.get())]
    assert found == [time(17)] * 3


def test_a_meeting_that_stands_alone_can_become_a_series(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        only = meetings_of(planned(cast, rule=""))[0]
        says(cast.sam, only)
    browser = as_member(cast.fay)
    page = browser.get(f"{only.get_absolute_url()}change/").content.decode()
    assert 'name="scope"' not in page
    given = {"often": "weekly", "times": "3", "note": "It begins."}
    changes(cast, browser, only, "", **given)
    with scope(cast.community):
        found = meetings_of(Series.objects.get())
        assert len(found) == 3
        assert found[0].note == "It begins."
        assert Rsvp.objects.get().meeting_id == found[0].pk


def test_the_second_of_two_hosts_is_told_and_sees_both(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast)
        second = meetings_of(series)[1]
        opened = as_changed(cast, second, scope="all", title="Round table", meals="Bread")
    changes(cast, as_member(cast.ada), second, "all", title="Long table", child_care="In the gym")
    url = f"{second.get_absolute_url()}change/"
    answer = as_member(cast.fay).post(url, dict(opened.lists()))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Now: Long table" in page
    assert "You: Round table" in page
    assert "Now: In the gym" in page
    with scope(cast.community):
        assert Series.objects.get().title == "Long table"
    with scope(cast.community):
        again = as_changed(
            cast,
            Meeting.objects.get(pk=second.pk),
            scope="all",
            title="Round table",
            meals="Bread",
        )
    assert f'value="{again["child_care"]}"' in page
    assert as_member(cast.fay).post(url, dict(again.lists())).status_code == 302
    with scope(cast.community):
        found = Series.objects.get()
        assert (found.title, found.meals, found.child_care) == (
            "Round table",
            "Bread",
            "In the gym",
        )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": ""}, "Give the meeting a name."),
        ({"first_on": "2020-01-01"}, "Choose a day from today on"),
        ({"times": "2000"}, "less than or equal to 1000"),
        ({"weekdays": ["0", "1"], "often": "weekly", "times": ""}, "Say when the series ends"),
        ({"place_name": "", "address": "", "web_link": "", "dial_in": ""}, "Say where"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    cast: Cast, as_member: SignIn, given: dict[str, Any], sentence: str
) -> None:
    with scope(cast.community):
        second = meetings_of(planned(cast))[1]
    answer = changes(cast, as_member(cast.fay), second, "all", note="Typed.", **given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "Typed." in page


def test_what_is_over_is_not_changed(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        first = meetings_of(begun(cast))[0]
    answer = as_member(cast.fay).get(f"{first.get_absolute_url()}change/")
    assert answer.status_code == 403
    assert "This meeting is over." in answer.content.decode()


def test_of_what_has_begun_the_link_can_be_mended(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        alone = meetings_of(planned(cast, rule=""))[0]
        last = meetings_of(planned(cast, rule="FREQ=WEEKLY;COUNT=2"))[-1]
        now = timezone.now()
        begun = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
        Meeting.objects.filter(pk__in=[alone.pk, last.pk]).update(**begun)
    fay, link = as_member(cast.fay), {"web_link": "https://other.example/"}
    assert changes(cast, fay, alone, "", **link).status_code == 302
    assert changes(cast, fay, last, "this", **link).status_code == 302
    with scope(cast.community):
        found = Meeting.objects.filter(pk__in=[alone.pk, last.pk]).select_related("series")
        assert {one.detail("web_link") for one in found} == {"https://other.example/"}
    for chosen in ("later", "all"):
        answer = changes(cast, fay, last, chosen, place_name="Library")
        assert answer.status_code == 422
        assert "No other meeting is to come." in answer.content.decode()


def test_only_hosts_and_facilitators_change_a_meeting(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        first = meetings_of(planned(cast, host=cast.tess))[0]
    url = f"{first.get_absolute_url()}change/"
    for member, status in ((cast.sam, 403), (cast.tess, 200), (cast.fay, 200)):
        assert as_member(member).get(url).status_code == status


def test_counted_seats_are_taken_by_who_comes_to_all(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast)
        first = meetings_of(series)[0]
        for member in (cast.sam, cast.tess):
            answer_series(series, member, Answer.YES, way=Way.PAGE)
    changes(cast, as_member(cast.fay), first, "all", capacity="1")
    with scope(cast.community):
        counts = counts_of(meetings_of(Series.objects.get())[0])
        assert (counts.coming, counts.waiting) == (1, 1)
    changes(cast, as_member(cast.fay), first, "all", capacity="5")
    with scope(cast.community):
        counts = counts_of(meetings_of(Series.objects.get())[0])
        assert (counts.coming, counts.waiting) == (2, 0)


def test_a_monthly_series_keeps_its_week_on_another_weekday(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        first_on = next_week()
        week = (first_on.day + 6) // 7
        nth = str(week if week < 5 else -1)
        day = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[first_on.weekday()]
        series = planned(cast, rule=f"FREQ=MONTHLY;BYDAY={nth}{day};COUNT=4")
        third = meetings_of(series)[2]
        typed = third.slot_start.date() + timedelta(days=1)
    changes(cast, as_member(cast.fay), third, "all", first_on=typed.isoformat())
    with scope(cast.community):
        found = [local(one).date() for one in meetings_of(Series.objects.get())]
    assert {one.weekday() for one in found} == {typed.weekday()}
    assert typed in found
    assert len(found) == 4


def test_a_basis_that_nobody_signed_is_none(cast: Cast) -> None:
    with scope(cast.community):
        second = meetings_of(planned(cast))[1]
        data = as_changed(cast, second, scope="all", title="New", basis="forged")
        form = ChangeForm(data, member=cast.fay, meeting=second)
        assert form.is_valid()
        assert (form.mine, form.theirs) == ({"title"}, set())
