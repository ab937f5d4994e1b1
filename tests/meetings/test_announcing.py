"""What a host does to the schedule reaches people and their calendars, each thing by one mail."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from forums.audience_choices import EVERYONE, audience_chosen
from meetings.actions import answer_series
from meetings.inviting.following import stop_inviting
from meetings.models import Answer, CalledOff, DayOff, Meeting, Series, Way
from meetings.schedule.cancelling import cancel_meeting, cancel_rest, put_back, put_series_back
from meetings.schedule.changing import Scope, change_meeting, change_series, part_for, part_of
from meetings.schedule.days_off import add_day_off, remove_day_off
from meetings.schedule.shown import WHERE
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.meetings.invitation_scenes import calendar_of, events_of, invites, told
from tests.meetings.notes_scenes import section_of, writes
from tests.meetings.scenes import as_changed, local, meetings_of, planned, says
from tests.notifications.notice_scenes import work
from tests.opened_mail import opened, text_of

pytestmark = pytest.mark.django_db


def since(member: Membership, count: int) -> list[OutgoingMail]:
    """Return what he was told after so many mails, once the worker was there."""
    work()
    return told(member)[count:]


def subjects(mails: list[OutgoingMail]) -> list[str]:
    return [str(opened(mail)["Subject"]) for mail in mails]


def moved_by_an_hour(cast: Cast, meeting: Meeting) -> None:
    values: dict[str, Any] = {name: getattr(meeting, name) for name in WHERE}
    values |= {"title": meeting.series.title, "note": "The school has a concert."}
    starts = local(meeting) + timedelta(hours=1)
    change_meeting(meeting, values, by=cast.fay, starts=starts, minutes=90)


def community_of(series: Series, cast: Cast) -> Series:
    series.community = cast.community
    return series


def of(cast: Cast, series: Series) -> list[Meeting]:
    found = meetings_of(series)
    for one in found:
        one.community = one.series.community = cast.community
    return found


def test_one_meeting_that_is_moved_is_asked_about_by_itself(cast: Cast) -> None:
    series = invites(cast)
    with scope(cast.community):
        second = of(cast, series)[1]
        says(cast.tess, second, Answer.NO)
        moved_by_an_hour(cast, second)
    for member in (cast.sam, cast.tess):
        (mail,) = since(member, 1)
        assert subjects([mail])[0].startswith("New time: Monthly table")
        assert "The school has a concert." in text_of(mail)
        (event,) = events_of(mail)
        assert event["RECURRENCE-ID"].dt.replace(tzinfo=None) == second.slot_start
        assert event["DTSTART"].dt.hour == 19


def test_another_place_for_all_is_told_to_who_did_not_decline(cast: Cast) -> None:
    series = invites(cast)
    with scope(cast.community):
        first = of(cast, series)[0]
        part = part_for(part_of(first, Scope.ALL), Scope.ALL, {"place_name"})
        change_series(community_of(series, cast), part, {"place_name": "Library"}, by=cast.fay)
    (mail,) = since(cast.sam, 1)
    assert subjects([mail]) == ["Changed: Monthly table"]
    assert "Library" in text_of(mail)
    assert events_of(mail)[0]["SEQUENCE"] == 1


def test_this_and_later_end_the_one_and_invite_to_the_other(cast: Cast) -> None:
    series = invites(cast)
    with scope(cast.community):
        third = of(cast, series)[2]
        part = part_of(third, Scope.LATER)
        change_series(community_of(series, cast), part, {"begins": time(19)}, by=cast.fay)
        continued = Series.objects.get(continues=series)
    mails = since(cast.sam, 1)
    assert sorted(subjects(mails)) == ["Changed: Monthly table", "Invitation: Monthly table"]
    by_uid = {str(events_of(mail)[0]["UID"]): events_of(mail)[0] for mail in mails}
    assert set(by_uid) == {series.uid, continued.uid}
    ends = by_uid[series.uid]["RRULE"]["UNTIL"][0]
    assert (ends.date() if isinstance(ends, datetime) else ends) < local(third).date()
    assert by_uid[continued.uid]["DTSTART"].dt.hour == 19
    # The rule says it all: meetings that are as the rule says stand in no mail one by one.
    assert sorted(len(events_of(mail)) for mail in mails) == [1, 1]
    (old,) = (mail for mail in mails if str(events_of(mail)[0]["UID"]) == series.uid)
    assert "these meetings are different" in text_of(old)


def test_what_only_changes_who_is_invited_reaches_only_those_who_are_new(cast: Cast) -> None:
    with scope(cast.community):
        audience = cast.superintendents.audience
    series = invites(cast, audience=audience)
    assert told(cast.rosa) == []
    with scope(cast.community):
        part = part_for(part_of(of(cast, series)[0], Scope.ALL), Scope.ALL, {"audience"})
        wider = audience_chosen(cast.community, EVERYONE)
        change_series(community_of(series, cast), part, {"audience": wider}, by=cast.fay)
    assert since(cast.sam, 1) == []
    assert subjects(told(cast.rosa))[0].endswith("Monthly table")


def test_a_cancelled_meeting_leaves_calendars_and_comes_back(cast: Cast) -> None:
    series = invites(cast)
    with scope(cast.community):
        second = of(cast, series)[1]
        cancel_meeting(second, by=cast.fay, words="Snow.")
    (mail,) = since(cast.sam, 1)
    assert calendar_of(mail)["METHOD"] == "CANCEL"
    assert "Snow." in text_of(mail)
    with scope(cast.community):
        put_back(of(cast, series)[1], by=cast.fay)
    (again,) = since(cast.sam, 2)
    assert calendar_of(again)["METHOD"] == "REQUEST"
    assert not any(str(event.get("STATUS")) == "CANCELLED" for event in events_of(again))


def test_the_rest_of_a_series_is_one_mail_and_not_one_for_each(cast: Cast) -> None:
    series = invites(cast)
    with scope(cast.community):
        cancel_rest(of(cast, series)[1], by=cast.fay, words="No more.")
    (mail,) = since(cast.sam, 1)
    assert calendar_of(mail)["METHOD"] == "REQUEST"
    with scope(cast.community):
        cancel_rest(of(cast, series)[0], by=cast.fay, words="Not at all.")
    (mail,) = since(cast.sam, 2)
    assert calendar_of(mail)["METHOD"] == "CANCEL"
    assert "Not at all." in text_of(mail)
    # No day stands in it as if somebody met then.
    assert "6 p.m." not in text_of(mail)
    with scope(cast.community):
        put_series_back(community_of(Series.objects.get(pk=series.pk), cast), by=cast.fay)
    (mail,) = since(cast.sam, 3)
    assert calendar_of(mail)["METHOD"] == "REQUEST"


def test_one_meeting_that_a_day_off_leaves_out_is_called_off(cast: Cast, as_member: Any) -> None:
    series = invites(cast, rule="")
    with scope(cast.community):
        (only,) = of(cast, series)
        day = local(only).date()
        says(cast.tess, only, Answer.NO)
        add_day_off("Spring break", day, day, by=cast.fay)
    (mail,) = since(cast.sam, 1)
    assert subjects([mail])[0].startswith("Cancelled: Monthly table")
    assert "It falls on a day off: Spring break." in text_of(mail)
    assert calendar_of(mail)["METHOD"] == "CANCEL"
    (event,) = events_of(mail)
    assert (str(event["UID"]), event["STATUS"]) == (series.uid, "CANCELLED")
    assert event["SEQUENCE"] > 0
    assert since(cast.tess, 1) == []
    # Its page is nowhere: the mail leads to the series.
    assert only.get_absolute_url() not in text_of(mail)
    assert as_member(cast.sam).get(series.get_absolute_url()).status_code == 200
    with scope(cast.community):
        remove_day_off(DayOff.objects.get(), by=cast.fay)
    (again,) = since(cast.sam, 2)
    assert calendar_of(again)["METHOD"] == "REQUEST"
    assert events_of(again)[0]["SEQUENCE"] > event["SEQUENCE"]


def test_the_last_meetings_of_a_series_that_are_left_out_are_called_off(cast: Cast) -> None:
    series = invites(cast, rule="FREQ=WEEKLY;COUNT=2")
    with scope(cast.community):
        first, last = (local(one).date() for one in of(cast, series))
        add_day_off("Long break", first, last, by=cast.fay)
    mails = since(cast.sam, 1)
    assert [calendar_of(mail)["METHOD"] for mail in mails] == ["CANCEL", "CANCEL"]


def test_a_note_alone_on_a_meeting_that_stands_alone_is_told(cast: Cast, as_member: Any) -> None:
    series = invites(cast, rule="")
    with scope(cast.community):
        (only,) = of(cast, series)
        says(cast.tess, only, Answer.NO)
        sent = as_changed(cast, only, note="Come by the back door.")
    answer = as_member(cast.fay).post(f"{only.get_absolute_url()}change/", dict(sent.lists()))
    assert answer.status_code == 302
    (mail,) = since(cast.sam, 1)
    assert subjects([mail])[0].startswith("Changed: Monthly table")
    assert "Come by the back door." in text_of(mail)
    assert "Come by the back door." in str(events_of(mail)[0]["DESCRIPTION"])
    assert events_of(mail)[0]["SEQUENCE"] == 1
    assert since(cast.tess, 1) == []


def test_a_note_is_told_with_what_changes_beside_it(cast: Cast, as_member: Any) -> None:
    series = invites(cast, rule="")
    with scope(cast.community):
        (only,) = of(cast, series)
        sent = as_changed(cast, only, note="The school is closed.", place_name="Library")
    as_member(cast.fay).post(f"{only.get_absolute_url()}change/", dict(sent.lists()))
    (mail,) = since(cast.sam, 1)
    assert "The school is closed." in text_of(mail)
    assert "Library" in text_of(mail)


def test_a_day_off_takes_the_meeting_out_of_calendars(cast: Cast) -> None:
    series = invites(cast)
    with scope(cast.community):
        day = local(of(cast, series)[1]).date()
        add_day_off("Break", day, day, by=cast.fay)
    (mail,) = since(cast.sam, 1)
    assert subjects([mail]) == ["Changed: Monthly table"]
    assert events_of(mail)[0]["EXDATE"] is not None
    assert events_of(mail)[0]["SEQUENCE"] == 1


def fewer(cast: Cast, browser: Client, meeting: Meeting, times: int, **more: Any) -> Any:
    """Let its host say that it meets less often."""
    with scope(cast.community):
        sent = as_changed(cast, meeting, scope="all", times=times)
    return browser.post(f"{meeting.get_absolute_url()}change/", dict(sent.lists()) | more)


def test_fewer_days_are_shown_before_they_are_saved_and_told_to_who_counted_on_them(
    cast: Cast, as_member: Any
) -> None:
    series = invites(cast)
    with scope(cast.community):
        first, _second, third, fourth = of(cast, series)
        says(cast.sam, third)
        says(cast.sam, fourth, Answer.MAYBE)
        says(cast.tess, fourth, Answer.NO)
        says(cast.rosa, first)
        answer_series(series, cast.pat, Answer.YES, way=Way.PAGE)
    host = as_member(cast.fay)
    page = fewer(cast, host, first, 2)
    assert page.status_code == 200
    assert "These meetings go" in page.text
    assert "2 people come, or may come." in page.text
    with scope(cast.community):
        assert len(meetings_of(series)) == 4
        assert Series.objects.get().sequence == 0
    assert since(cast.sam, 1) == []
    goes = [third.slot, fourth.slot]
    # Somebody who typed something meanwhile is asked again; so is who saw other days.
    assert "These meetings go" in fewer(cast, host, first, 2, goes=goes[:1]).text
    assert 'name="times" value="2"' in fewer(cast, host, first, 2, goes=goes, back="1").text
    assert fewer(cast, host, first, 2, goes=goes).status_code == 302
    with scope(cast.community):
        assert len(meetings_of(series)) == 2
    mails = since(cast.sam, 1)
    gone = next(mail for mail in mails if calendar_of(mail)["METHOD"] == "CANCEL")
    assert len(mails) == 2
    assert "Nobody meets on these days any more." in text_of(gone)
    slots = [event["RECURRENCE-ID"].dt.strftime("%Y%m%dT%H%M%S") for event in events_of(gone)]
    assert slots == goes
    assert {str(event["STATUS"]) for event in events_of(gone)} == {"CANCELLED"}
    assert {str(event["UID"]) for event in events_of(gone)} == {series.uid}
    # Who said yes to all counted on them, too.
    told_pat = subjects(since(cast.pat, 1))
    # Fewer days are no other time.
    assert sorted(told_pat) == ["2 days cancelled: Monthly table", "Changed: Monthly table"]
    for member in (cast.tess, cast.rosa):
        assert not any("Cancelled" in one for one in subjects(since(member, 1)))
    with scope(cast.community):
        assert not CalledOff.objects.exists()


def test_fewer_days_on_which_nobody_is_expected_are_saved_at_once(
    cast: Cast, as_member: Any
) -> None:
    series = invites(cast)
    with scope(cast.community):
        first, *_rest, last = of(cast, series)
        says(cast.tess, last, Answer.NO)
    assert fewer(cast, as_member(cast.fay), first, 2).status_code == 302
    assert [calendar_of(mail)["METHOD"] for mail in since(cast.sam, 1)] == ["REQUEST"]


def test_who_wants_no_mails_gets_none_about_days_that_go(cast: Cast, as_member: Any) -> None:
    series = invites(cast)
    with scope(cast.community):
        first, *_rest, last = of(cast, series)
        says(cast.sam, last)
        stop_inviting(cast.sam, series)
    assert fewer(cast, as_member(cast.fay), first, 3, goes=[last.slot]).status_code == 302
    assert since(cast.sam, 1) == []
    with scope(cast.community):
        assert not CalledOff.objects.exists()


def test_a_day_that_goes_takes_no_notes_along(cast: Cast, as_member: Any) -> None:
    with scope(cast.community):
        series = planned(cast)
        first, *_between, last = meetings_of(series)
        last.community = last.series.community = cast.community
        writes(cast.fay, section_of(cast, last), "Bring the maps.", base=0)
    assert fewer(cast, as_member(cast.fay), first, 2).status_code == 302
    page = as_member(cast.sam).get(f"{last.get_absolute_url()}notes/").content.decode()
    assert "Bring the maps." in page
    assert "cancelled" in as_member(cast.sam).get(last.get_absolute_url()).content.decode()
    # Once more, with another rule: it is left over again, and stays.
    assert fewer(cast, as_member(cast.fay), first, 1).status_code == 302
    with scope(cast.community):
        assert [one.state for one in meetings_of(series)] == ["planned", "cancelled"]
