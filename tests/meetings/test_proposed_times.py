"""What is said of a meeting whose time is looked for can be changed, and its days off are marked."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from meetings.finding.deciding import close_poll, make_meeting
from meetings.finding.links import tick_url
from meetings.models import DayOff, Meeting, TimePoll, TimeTick
from tests.cast import Cast
from tests.meetings.poll_scenes import as_poll_form, asked, asks, ticks, told_of
from tests.meetings.scenes import as_changed, as_series_form, meetings_of, next_week, planned
from tests.meetings.test_announcing import subjects
from tests.notifications.notice_scenes import work
from tests.opened_mail import html_of, text_of

pytestmark = pytest.mark.django_db
type SignIn = Callable[[Membership], Client]
NEW = {
    "title": "Table on late buses",
    "about": "",
    "format": "open",
    "language": "en",
    "place_name": "",
    "address": "",
    "room": "",
    "dial_in": "",
    "dial_in_code": "",
    "web_link": "https://call.example/buses",
}


def change_url(poll: TimePoll) -> str:
    return f"{poll.get_absolute_url()}change/"


def hidden_basis(page: str) -> str:
    """Return what the form of a page carries of how it was."""
    found = re.search(r'name="basis" value="([^"]+)"', page)
    assert found
    return unescape(found[1])


def off(cast: Cast, day: int, name: str = "Winter break") -> None:
    """Let one day be off; inside the scope."""
    when = next_week(day)
    DayOff.objects.create(community=cast.community, name=name, first_day=when, last_day=when)


def test_its_host_changes_what_it_is_for_and_ticks_stay(cast: Cast, as_member: SignIn) -> None:
    poll = asks(cast)
    with scope(cast.community):
        ticks(cast.sam, poll, 1, 2)
    browser = as_member(cast.fay)
    assert change_url(poll) in browser.get(poll.get_absolute_url()).text
    form = browser.get(change_url(poll))
    assert 'value="Eastgate School"' in form.text
    answer = browser.post(change_url(poll), NEW, follow=True)
    assert "What people ticked stays." in answer.text
    with scope(cast.community):
        assert TimePoll.objects.get().web_link == NEW["web_link"]
        assert TimeTick.objects.count() == 2
    work()
    # Who answered hears of it and can answer anew; who did not has been asked, and sees it there.
    mail = told_of(cast.sam)[-1]
    assert subjects([mail]) == ["Changed: Table on late buses"]
    for words in (text_of(mail), html_of(mail)):
        assert "https://call.example/buses" in words
        assert "/mail/times/" in words
    assert len(told_of(cast.tess)) == 1
    assert "after you answered" in as_member(cast.sam).get(poll.get_absolute_url()).text
    link = tick_url(community=cast.community.pk, member=cast.sam.pk, poll=poll.pk)
    assert "after you answered" in Client().get(link).text
    assert "after you answered" not in as_member(cast.tess).get(poll.get_absolute_url()).text


def test_other_words_for_what_it_is_for_are_told_by_no_mail(cast: Cast, as_member: SignIn) -> None:
    poll = asks(cast)
    with scope(cast.community):
        ticks(cast.sam, poll, 1)
    same = {**NEW, "title": poll.title, "web_link": "", "place_name": poll.place_name}
    browser = as_member(cast.fay)
    assert "Nothing was different" in browser.post(change_url(poll), same, follow=True).text
    browser.post(change_url(poll), {**same, "about": "Bring your numbers."})
    work()
    assert len(told_of(cast.sam)) == 1
    assert "Bring your numbers." in as_member(cast.sam).get(poll.get_absolute_url()).text


def test_two_who_change_it_at_once_lose_nothing(cast: Cast, as_member: SignIn) -> None:
    poll = asks(cast)
    one, other = as_member(cast.fay), as_member(cast.ada)
    shown = hidden_basis(other.get(change_url(poll)).text)
    one.post(change_url(poll), {**NEW, "about": "Bring numbers."})
    # What only one of them changed is his.
    kept = {"title": poll.title, "place_name": poll.place_name, "web_link": ""}
    rest = {**NEW, **kept, "basis": shown}
    assert other.post(change_url(poll), {**rest, "room": "Hall 2"}).status_code == 302
    with scope(cast.community):
        poll = TimePoll.objects.get()
    assert (poll.title, poll.room) == (NEW["title"], "Hall 2")
    # Of what both did, the second sees both, and nothing is written over.
    answer = other.post(change_url(poll), {**rest, "title": "Late buses again"})
    assert answer.status_code == 409
    assert f"Now: {NEW['title']}" in answer.text
    assert "You: Late buses again" in answer.text
    assert "Bring numbers." in answer.text
    with scope(cast.community):
        assert TimePoll.objects.get().title == NEW["title"]
    again = {**NEW, "title": "Late buses again", "about": "Bring numbers.", "room": "Hall 2"}
    other.post(change_url(poll), {**again, "basis": hidden_basis(answer.text)})
    with scope(cast.community):
        poll = TimePoll.objects.get()
    assert (poll.title, poll.about, poll.room) == ("Late buses again", "Bring numbers.", "Hall 2")


@pytest.mark.parametrize(("wrong", "sentence"), [("title", "Give the"), ("web_link", "Say where")])
def test_what_cannot_be_changed_is_said(
    cast: Cast, as_member: SignIn, wrong: str, sentence: str
) -> None:
    with scope(cast.community):
        poll = asked(cast)
    answer = as_member(cast.fay).post(change_url(poll), {**NEW, wrong: "", "about": "Kept"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kept" in answer.text


def test_only_who_decides_changes_it_and_only_while_it_is_open(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        poll = asked(cast)
    assert as_member(cast.sam).post(change_url(poll), NEW).status_code == 403
    assert as_member(cast.gus).post(change_url(poll), NEW).status_code == 404
    with scope(cast.community):
        close_poll(poll, words="", by=cast.fay)
    answer = as_member(cast.fay).post(change_url(poll), NEW, follow=True)
    assert "has closed this without a meeting" in answer.text
    with scope(cast.community):
        assert TimePoll.objects.get().title == poll.title


def test_a_day_off_is_marked_before_anybody_is_asked(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        off(cast, 11)
    browser = as_member(cast.fay)
    url = f"/c/{cast.community.slug}/meetings/times/new/"
    given = as_poll_form(cast)
    for reshown in (browser.post(url, {**given, "more": "1"}), browser.post(url, given)):
        assert reshown.text.count("Day off: Winter break") == 1
        assert "Nobody is asked yet" in reshown.text
    with scope(cast.community):
        assert not TimePoll.objects.exists()
    browser.post(url, {**given, "off": next_week(11).isoformat()})
    with scope(cast.community):
        poll = TimePoll.objects.get()
    work()
    assert "Winter break" in text_of(told_of(cast.sam)[0])
    link = tick_url(community=cast.community.pk, member=cast.sam.pk, poll=poll.pk)
    assert as_member(cast.sam).get(poll.get_absolute_url()).text.count("Day off: Winter break") == 2
    assert Client().get(link).text.count("Day off: Winter break") == 1


def test_a_time_on_a_day_off_becomes_a_meeting_all_the_same(cast: Cast) -> None:
    with scope(cast.community):
        off(cast, 11)
        poll = asked(cast)
        make_meeting(poll, poll.slots.get(number=2), by=cast.fay)
        assert Meeting.objects.visible_to(cast.sam).standing().exists()


@pytest.mark.parametrize("given", [{"often": "once", "times": ""}, {"times": "1"}])
def test_what_a_day_off_would_leave_nothing_of_is_not_planned(
    cast: Cast, as_member: SignIn, given: dict[str, Any]
) -> None:
    with scope(cast.community):
        off(cast, 7)
    browser = as_member(cast.fay)
    url = f"/c/{cast.community.slug}/meetings/new/"
    answer = browser.post(url, as_series_form(cast, **given))
    assert answer.status_code == 422
    assert "That is a day off: Winter break." in answer.text
    again = browser.post(url, as_series_form(cast, **given, on_days_off="meet"), follow=True)
    assert "The meeting stands in the schedule." in again.text


@pytest.mark.parametrize("move", [True, False])
def test_a_meeting_is_not_changed_into_nothing(cast: Cast, as_member: SignIn, move: bool) -> None:
    with scope(cast.community):
        series = planned(cast, rule="", on_days_off="meet")
        off(cast, 7)
        off(cast, 8, "Fair")
        day = {"first_on": next_week(8).isoformat()} if move else {}
        (meeting,) = meetings_of(series)
        sent = as_changed(cast, meeting, on_days_off="skip", **day)
    url = f"/c/{cast.community.slug}/meetings/{meeting.number}/change/"
    answer = as_member(cast.fay).post(url, sent)
    assert answer.status_code == 422
    assert f"That is a day off: {'Fair' if move else 'Winter break'}." in answer.text
