"""Several times are proposed; people say which suit them; one becomes the meeting."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from communities.models import Membership
from communities.scope import scope
from meetings.finding.answering import ticked_by
from meetings.finding.asking import add_slot, remove_slot
from meetings.finding.deciding import close_poll, make_meeting
from meetings.finding.permissions import NotAskedError
from meetings.models import Meeting, Rsvp, Series, TimePoll, TimeReply, TimeSlot, TimeTick
from moderation.models import Act
from tests.cast import Cast, make_member, make_user
from tests.meetings.poll_scenes import as_poll_form, asked, starts, ticks
from tests.meetings.scenes import ZONE, local, next_week

pytestmark = pytest.mark.django_db
type SignIn = Callable[[Membership], Client]


def new_url(cast: Cast) -> str:
    return f"/c/{cast.community.slug}/meetings/times/new/"


def test_a_facilitator_proposes_times(cast: Cast, as_member: SignIn) -> None:
    browser = as_member(cast.fay)
    page = browser.post(new_url(cast), as_poll_form(cast, begins_2="09:30"), follow=True)
    assert "Everybody who is invited is asked now." in page.text
    with scope(cast.community):
        poll = TimePoll.objects.get()
        assert (poll.title, poll.host_id, poll.minutes) == ("Table on buses", cast.fay.pk, 90)
        slots = list(poll.slots.order_by("number"))
    zone = ZoneInfo(ZONE)
    told = [slot.starts_at.astimezone(zone).strftime("%H:%M") for slot in slots]
    assert told == ["18:00", "09:30", "18:00"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day_2": "2027-02-31"}, "Enter a valid date."),
        ({"day_2": "soon"}, "Enter a valid date."),
        ({"begins_2": "25:00"}, "Enter a valid time."),
        ({"begins_2": ""}, "Say at what time it begins."),
        ({"day_3": ""}, "Choose the day, too."),
        ({"begins_3": ""}, "Say at what time it begins."),
        ({"day_2": ""}, "Propose two times at least."),
        ({"day_2": "2020-01-01"}, "Choose a time that is to come"),
        ({"day_2": "2040-01-01"}, "Choose a time that is to come"),
        ({"day_2": "9999-12-31"}, "Choose a time that is to come"),
        ({"day_2": next_week(10).isoformat()}, "This time stands above already."),
        ({"answer_by": next_week(13).isoformat()}, "before the last of the times"),
        ({"answer_by": "2020-01-01"}, "before the last of the times"),
        ({"answer_by": ""}, "Say until when people are to answer."),
        ({"place_name": ""}, "Say where"),
        ({"title": ""}, "Give the meeting a name."),
        ({"time_zone": "Mars/Base"}, "Select a valid choice"),
        ({"rows": "-5"}, ""),
        ({"rows": "99999999999999999999"}, ""),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    cast: Cast, as_member: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    given = as_poll_form(cast, about="Bring your numbers.", **wrong)
    answer = as_member(cast.fay).post(new_url(cast), given)
    if not sentence:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Bring your numbers." in answer.text
    assert f'value="{next_week(12).isoformat()}"' in answer.text or "day_3" in wrong
    if wrong.get("day_2") == "soon":
        assert 'value="soon"' in answer.text
    with scope(cast.community):
        assert not TimePoll.objects.exists()


def test_more_rows_come_with_what_is_typed_and_without_reproach(
    cast: Cast, as_member: SignIn
) -> None:
    browser = as_member(cast.fay)
    given = as_poll_form(cast, title="", about="Bring your numbers.", day_2="soon", more="1")
    answer = browser.post(new_url(cast), given)
    assert answer.status_code == 200
    assert "Bring your numbers." in answer.text
    assert 'value="soon"' in answer.text
    assert 'name="day_8"' in answer.text
    assert "Enter a valid date." not in answer.text
    assert 'name="rows" value="8"' in answer.text
    last = browser.post(new_url(cast), {**given, "rows": "12"})
    assert 'name="day_12"' in last.text
    assert 'name="day_13"' not in last.text
    assert 'name="more"' not in last.text


def test_a_member_is_told_who_plans_meetings(cast: Cast, as_member: SignIn) -> None:
    answer = as_member(cast.sam).get(new_url(cast))
    assert answer.status_code == 403
    assert "Facilitators plan meetings." in answer.text


def test_only_who_is_invited_sees_it(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        poll = asked(cast, audience=cast.superintendents.audience)
    for member, status in ((cast.sam, 200), (cast.rosa, 404), (cast.gus, 404)):
        browser = as_member(member)
        assert browser.get(poll.get_absolute_url()).status_code == status
        there = browser.get(f"/c/{cast.community.slug}/meetings/").text
        assert ("Table on buses" in there) == (status == 200)


def test_a_member_ticks_and_changes_his_mind(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        poll = asked(cast)
    browser, url = as_member(cast.sam), poll.get_absolute_url()
    page = browser.post(f"{url}answer/", {"times": ["1", "3"], "words": "By bus"}, follow=True)
    assert "Thank you. Your answer is kept" in page.text
    assert page.text.count(" checked") == 2
    with scope(cast.community):
        reply, numbers = ticked_by(cast.sam, poll)
        assert reply is not None
        assert (numbers, reply.words, reply.way) == ({1, 3}, "By bus", "page")
    browser.post(f"{url}answer/", {"times": ["2"], "words": ""})
    with scope(cast.community):
        assert ticked_by(cast.sam, poll)[1] == {2}
    # What is ticked beside the button that none suits does not count.
    browser.post(f"{url}answer/", {"none": "1", "times": ["2"], "words": ""})
    with scope(cast.community):
        assert ticked_by(cast.sam, poll)[1] == set()
        assert TimeReply.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [{}, {"times": "7"}, {"times": "x"}, {"times": ["1", "2"], "words": "x" * 501}],
)
def test_an_answer_that_cannot_be_is_said_and_kept_typed(
    cast: Cast, as_member: SignIn, given: dict[str, str]
) -> None:
    with scope(cast.community):
        poll = asked(cast)
    answer = as_member(cast.sam).post(f"{poll.get_absolute_url()}answer/", given)
    assert answer.status_code == 422
    if "words" in given:
        assert answer.text.count(" checked") == 2
        assert "x" * 501 in answer.text
    with scope(cast.community):
        assert not TimeReply.objects.exists()


def test_the_best_time_brings_most_sites_then_roles_then_people(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        poll = asked(cast, days=(10, 11, 12, 13))
        more = [
            make_member(cast.community, make_user(f"More{n} People"), site=cast.sites["Northbank"])
            for n in range(3)
        ]
        ticks(cast.sam, poll, 1, 2, 3, 4)
        ticks(cast.pat, poll, 1, 2)
        ticks(cast.tess, poll, 3, 4)
        ticks(cast.rosa, poll, 4)
        for member in more:
            ticks(member, poll, 1)
    page = as_member(cast.tess).get(poll.get_absolute_url()).text
    table = page.partition('id="results"')[2].partition("</ol>")[0]
    days = [next_week(day) for day in (10, 11, 12, 13)]
    places = [table.index(date_format(day, "DATE_FORMAT")) for day in days]
    # 4: both sites and two roles; 3: both sites and one; 1 and 2: one site and two roles, 1 has more.
    assert sorted(range(4), key=lambda n: places[n]) == [3, 2, 0, 1]
    assert table.count("Best so far") == 1
    assert table.index("Best so far") < places[2]
    assert "both sites, 2 of 3 roles; missing: principals" in table
    assert "1 of 2 sites, 2 of 3 roles; missing: Eastgate, resident leaders" in table


def test_what_is_past_is_not_the_best(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        poll = asked(cast)
        ticks(cast.sam, poll, 1)
        poll.slots.filter(number=1).update(starts_at=timezone.now() - timedelta(hours=1))
    page = as_member(cast.sam).get(poll.get_absolute_url()).text
    assert "Best so far" not in page
    assert page.count('name="times"') == 2
    # It stays as it was said.
    as_member(cast.sam).post(f"{poll.get_absolute_url()}answer/", {"times": "2"})
    with scope(cast.community):
        assert ticked_by(cast.sam, poll)[1] == {1, 2}


def test_names_are_for_who_decides(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        poll = asked(cast)
        ticks(cast.tess, poll, 1, words="After the bus")
    hers = as_member(cast.fay).get(poll.get_absolute_url()).text
    his = as_member(cast.sam).get(poll.get_absolute_url()).text
    assert "Tess Bell" in hers
    assert "After the bus" in hers
    assert "Make it the meeting" in hers
    assert "Tess Bell" not in his
    assert "After the bus" not in his
    assert "Make it the meeting" not in his


def test_the_reader_s_clock_with_that_of_the_poll_beside(cast: Cast, as_member: SignIn) -> None:
    cast.sam.user.time_zone = "America/Los_Angeles"
    cast.sam.user.save()
    with scope(cast.community):
        poll = asked(cast)
    page = as_member(cast.sam).get(poll.get_absolute_url()).text
    assert "4 p.m." in page
    assert "That is 6 p.m., Central time (Chicago)." in page


def test_one_press_makes_it_the_meeting_and_answers_for_nobody(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        poll = asked(cast, about="Late ones", audience=cast.superintendents.audience)
        ticks(cast.sam, poll, 2)
    url = poll.get_absolute_url()
    page = as_member(cast.fay).post(f"{url}slots/2/meeting/", follow=True).text
    assert "It is a meeting now." in page
    with scope(cast.community):
        series = Series.objects.get()
        meeting = Meeting.objects.select_related("series").get()
        assert local(meeting) == starts(11)[0]
        assert meeting.ends_at - meeting.starts_at == timedelta(minutes=90)
        assert (series.title, series.about, series.audience_id, series.host_id) == (
            *("Table on buses", "Late ones"),
            *(cast.superintendents.audience_id, cast.fay.pk),
        )
        assert series.place_name == "Eastgate School"
        assert not Rsvp.objects.exists()
    his = as_member(cast.sam).get(url).text
    assert "Fay Moua has chosen the time." in his
    assert meeting.get_absolute_url() in his
    assert 'name="times"' not in his
    assert (
        "Table on buses"
        not in as_member(cast.sam).get(f"/c/{cast.community.slug}/meetings/times/new/").text
    )
    refused = as_member(cast.sam).post(f"{url}answer/", {"times": "1"}, follow=True).text
    assert "Fay Moua has chosen the time. It is a meeting now." in refused


def test_who_decides_second_is_told_who_was_first(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        poll = asked(cast)
        stale = TimePoll.objects.get(pk=poll.pk)
        stale.community = cast.community
        first, second, _third = TimeSlot.objects.order_by("number")
        make_meeting(poll, first, by=cast.fay)
        with pytest.raises(NotAskedError, match="Fay Moua has chosen the time"):
            make_meeting(stale, second, by=cast.ada)
        with pytest.raises(NotAskedError, match="Fay Moua has chosen"):
            close_poll(stale, words="", by=cast.ada)
        with pytest.raises(NotAskedError, match="Fay Moua has chosen"):
            add_slot(stale, starts(20)[0], by=cast.ada)
        assert Meeting.objects.count() == 1
    page = as_member(cast.ada).post(f"{poll.get_absolute_url()}slots/2/meeting/", follow=True).text
    assert "Fay Moua has chosen the time" in page


def test_a_time_that_is_past_or_gone_becomes_no_meeting(cast: Cast) -> None:
    with scope(cast.community):
        poll = asked(cast)
        first, second, _third = TimeSlot.objects.order_by("number")
        TimeSlot.objects.filter(pk=first.pk).update(starts_at=timezone.now())
        with pytest.raises(NotAskedError, match="This time is past"):
            make_meeting(poll, first, by=cast.fay)
        remove_slot(second, poll, by=cast.fay)
        with pytest.raises(NotAskedError, match="taken away"):
            make_meeting(poll, second, by=cast.ada)
        assert not Meeting.objects.exists()
        assert TimePoll.objects.get().is_open


def test_a_time_is_added_and_shown_as_new(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        poll = asked(cast)
        ticks(cast.sam, poll, 1)
    url = poll.get_absolute_url()
    given = {"day": next_week(20).isoformat(), "begins": "08:15"}
    page = as_member(cast.fay).post(f"{url}slots/new/", given, follow=True).text
    assert "It stands among the times now." in page
    assert as_member(cast.sam).get(url).text.count("New since you answered") == 1
    assert "New since you answered" not in as_member(cast.tess).get(url).text
    again = as_member(cast.fay).post(f"{url}slots/new/", given)
    assert again.status_code == 422
    assert "This time is among them already." in again.text
    assert 'value="08:15"' in again.text
    past = as_member(cast.fay).post(f"{url}slots/new/", {"day": "2020-01-01", "begins": "08:15"})
    assert "Choose a time that is to come" in past.text
    assert as_member(cast.sam).post(f"{url}slots/new/", given).status_code == 403


def test_there_are_twelve_times_at_most_and_numbers_are_not_used_again(cast: Cast) -> None:
    with scope(cast.community):
        poll = asked(cast, days=tuple(range(10, 22)))
        with pytest.raises(NotAskedError, match="There are 12 times already"):
            add_slot(poll, starts(30)[0], by=cast.fay)
        remove_slot(TimeSlot.objects.get(number=12), poll, by=cast.fay)
        assert add_slot(poll, starts(30)[0], by=cast.fay).number == 13


def test_a_ticked_time_is_taken_away_only_after_a_page_that_says_so(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        poll = asked(cast)
        for member in (cast.sam, cast.tess):
            ticks(member, poll, 1, 2)
    url = f"{poll.get_absolute_url()}slots/1/delete/"
    browser = as_member(cast.fay)
    assert "It suits 2 people. What they said of it is lost." in browser.get(url).text
    with scope(cast.community):
        assert TimeSlot.objects.count() == 3
    assert "This time is taken away." in browser.post(url, follow=True).text
    with scope(cast.community):
        assert TimeSlot.objects.count() == 2
        assert TimeTick.objects.count() == 2
    other = url.replace("/1/delete", "/2/delete")
    assert "Two times at least must be left." in browser.post(other, follow=True).text
    assert as_member(cast.sam).get(other).status_code == 403
    assert browser.get(url).status_code == 404


def test_it_is_closed_without_a_meeting(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        poll = asked(cast)
        ticks(cast.sam, poll)
    url = poll.get_absolute_url()
    as_member(cast.fay).post(f"{url}closure/", {"words": "Snow everywhere"})
    page = as_member(cast.sam).get(url).text
    assert "Fay Moua has closed this without a meeting." in page
    assert "Snow everywhere" in page
    assert (
        "Table on buses" not in as_member(cast.sam).get(f"/c/{cast.community.slug}/meetings/").text
    )
    with scope(cast.community):
        assert not Series.objects.exists()
        acts = list(Act.objects.order_by("pk").values_list("kind", "act"))
    assert acts == [("meetings.timepoll", "asked"), ("meetings.timepoll", "closed")]
    desk = as_member(cast.fay).get(f"/c/{cast.community.slug}/record/")
    assert desk.status_code != 200 or "closed a search for a time" in desk.text


def test_the_schedule_says_what_waits_for_an_answer(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        poll = asked(cast)
        ticks(cast.sam, poll)
    url = f"/c/{cast.community.slug}/meetings/"
    assert "You have answered" in as_member(cast.sam).get(url).text
    assert "Which times suit you?" in as_member(cast.tess).get(url).text
    assert "Table on buses" not in as_member(cast.tess).get(f"{url}?show=past").text
    with scope(cast.community):
        TimeSlot.objects.update(starts_at=F("starts_at") - timedelta(days=30))
    assert "Table on buses" not in as_member(cast.tess).get(url).text
    # Who asked sees it until he closes it.
    assert "Table on buses" in as_member(cast.fay).get(url).text
    assert "All of these times are past." in as_member(cast.tess).get(poll.get_absolute_url()).text
    late = as_member(cast.tess).post(f"{poll.get_absolute_url()}answer/", {"none": "1"})
    assert late.status_code == 302
    with scope(cast.community):
        assert TimeReply.objects.count() == 1


def test_the_page_costs_as_many_queries_for_two_as_for_twenty(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        poll = asked(cast, days=tuple(range(10, 20)))
        ticks(cast.sam, poll, 1)
        ticks(cast.tess, poll, 1)
    browser = as_member(cast.fay)
    counts = []
    for added in (0, 18):
        with scope(cast.community):
            for number in range(added):
                member = make_member(cast.community, make_user(f"Person{number} Long"))
                ticks(member, poll, 1, 2, 3, words="Fine")
        browser.get(poll.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            browser.get(poll.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]
