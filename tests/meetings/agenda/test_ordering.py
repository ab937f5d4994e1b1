"""The host orders and times the agenda."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from communities.scope import scope
from meetings.agenda.locking import on_agenda
from meetings.agenda.ordering import length_of, use_form, version_of
from meetings.models import AgendaItem, ItemState, Meeting
from meetings.schedule.hosting import name_host
from moderation.models import Act
from tests.cast import Cast
from tests.meetings.agenda.scenes import (
    SignIn,
    agenda_url,
    let_pass,
    meeting_of,
    proposed,
    taken,
    titles,
)

pytestmark = pytest.mark.django_db


def version(meeting: Meeting) -> str:
    return version_of(on_agenda(meeting))


def sent_order(browser: Client, meeting: Meeting, **typed: str) -> dict[str, str]:
    """Return what a browser sends of the page of orders as it stands, with this typed in."""
    page = browser.get(agenda_url(meeting, "order/")).content.decode()
    inputs = re.findall(r"<input[^>]+>", page)
    named = {m[1]: one for one in inputs if (m := re.search(r'name="([^"]+)"', one))}
    values = {
        n: m[1] if (m := re.search(r'value="([^"]*)"', one)) else "" for n, one in named.items()
    }
    wanted = {n: v for n, v in values.items() if n.startswith(("place", "minutes", "version"))}
    return wanted | typed


def test_the_host_puts_proposals_on_the_agenda_and_takes_them_off(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        first, second = proposed(meeting, cast.sam, "Buses"), proposed(meeting, cast.tess, "Fares")
    browser = as_member(cast.fay)
    for item in (second, first, first):
        browser.post(agenda_url(meeting, f"{item.number}/place/"))
    with scope(cast.community):
        assert titles(meeting) == ["Fares", "Buses"]
    browser.post(agenda_url(meeting, f"{second.number}/place/delete/"))
    with scope(cast.community):
        assert titles(meeting) == ["Buses"]
        second.refresh_from_db()
        assert (second.state, second.position) == (ItemState.PROPOSED, None)
        first.refresh_from_db()
        assert first.position == 1


@pytest.mark.parametrize(
    "path",
    ["1/place/", "1/place/delete/", "1/removal/", "1/removal/delete/", "1/move/", "1/deferral/"],
)
def test_only_hosts_order_it(cast: Cast, as_member: SignIn, path: str) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast, host=cast.tess)
        proposed(meeting, cast.sam)
    for member, status in ((cast.sam, 403), (cast.pat, 403), (cast.tess, 302), (cast.fay, 302)):
        assert as_member(member).post(agenda_url(meeting, path)).status_code == status


def test_who_hosts_beside_orders_it_and_others_see_no_button(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast, host=cast.tess)
        item = proposed(meeting, cast.sam)
        name_host(meeting.series, cast.pat, by=cast.fay)
    place = agenda_url(meeting, f"{item.number}/place/")
    assert place in as_member(cast.pat).get(agenda_url(meeting)).content.decode()
    assert place not in as_member(cast.sam).get(agenda_url(meeting)).content.decode()
    assert as_member(cast.pat).post(place).status_code == 302
    assert as_member(cast.sam).get(agenda_url(meeting, "order/")).status_code == 403


def test_an_item_goes_up_and_down(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        for title in "ABC":
            taken(meeting, cast.sam, title)
    browser = as_member(cast.fay)
    for number, to, expected in (
        (3, "up", ["A", "C", "B"]),
        (1, "down", ["C", "A", "B"]),
        (3, "up", ["C", "A", "B"]),
        (2, "down", ["C", "A", "B"]),
    ):
        # The first does not go up, nor the last down.
        with scope(cast.community):
            seen = version(meeting)
        browser.post(agenda_url(meeting, f"{number}/move/"), {"to": to, "version": seen})
        with scope(cast.community):
            assert titles(meeting) == expected


def test_who_moves_what_somebody_else_moved_first_is_told(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        for title in "ABC":
            taken(meeting, cast.sam, title)
        seen = version(meeting)
    up = {"to": "up", "version": seen}
    as_member(cast.fay).post(agenda_url(meeting, "3/move/"), up)
    page = as_member(cast.ada).post(agenda_url(meeting, "3/move/"), up, follow=True)
    assert "Somebody else changed the agenda first." in page.content.decode()
    with scope(cast.community):
        assert titles(meeting) == ["A", "C", "B"]


def test_places_and_minutes_are_given_at_once(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast, minutes=60)
        a, b, c = (taken(meeting, cast.sam, title) for title in "ABC")
    browser = as_member(cast.fay)
    typed = {f"place-{c.pk}": "1", f"minutes-{c.pk}": "20", f"minutes-{a.pk}": "30"}
    sent = sent_order(browser, meeting, **typed)
    page = browser.post(agenda_url(meeting, "order/"), sent, follow=True).content.decode()
    with scope(cast.community):
        # Both are first; what stood first stays before.
        assert titles(meeting) == ["A", "C", "B"]
    assert "50 of 60 minutes are planned. 1 item has no time yet." in page
    again = sent_order(browser, meeting, **{f"minutes-{b.pk}": "15"})
    page = browser.post(agenda_url(meeting, "order/"), again, follow=True).content.decode()
    assert "That is 5 minutes more than the meeting has." in page


@pytest.mark.parametrize("bad", ["0", "-3", "many", "99999"])
def test_a_bad_number_is_said_and_what_was_typed_stays(
    cast: Cast, as_member: SignIn, bad: str
) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        a = taken(meeting, cast.sam, "A")
    browser = as_member(cast.fay)
    sent = sent_order(browser, meeting, **{f"minutes-{a.pk}": bad})
    answer = browser.post(agenda_url(meeting, "order/"), sent)
    assert answer.status_code == 422
    assert f'value="{bad}"' in answer.content.decode()
    with scope(cast.community):
        a.refresh_from_db()
        assert a.minutes is None


def test_of_two_who_order_at_once_the_second_sees_both(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        a, b = (taken(meeting, cast.sam, title) for title in "AB")
    fay, ada = as_member(cast.fay), as_member(cast.ada)
    fays = sent_order(fay, meeting, **{f"place-{b.pk}": "1", f"place-{a.pk}": "2"})
    adas = sent_order(ada, meeting, **{f"minutes-{a.pk}": "25"})
    fay.post(agenda_url(meeting, "order/"), fays)
    late = ada.post(agenda_url(meeting, "order/"), adas)
    html = late.content.decode()
    assert late.status_code == 409
    assert "Somebody changed it while you did" in html
    assert 'value="25"' in html
    with scope(cast.community):
        assert titles(meeting) == ["B", "A"]
        a.refresh_from_db()
        assert a.minutes is None
        now = version(meeting)
    # She saves again: what she saw carries its own mark.
    assert f'value="{now}"' in html
    ada.post(agenda_url(meeting, "order/"), adas | {"version": now})
    with scope(cast.community):
        a.refresh_from_db()
        assert a.minutes == 25


def test_what_was_put_on_meanwhile_is_not_lost(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        a = taken(meeting, cast.sam, "A")
    browser = as_member(cast.fay)
    sent = sent_order(browser, meeting, **{f"minutes-{a.pk}": "10"})
    with scope(cast.community):
        taken(meeting, cast.sam, "B")
    assert browser.post(agenda_url(meeting, "order/"), sent).status_code in (409, 422)
    with scope(cast.community):
        assert titles(meeting) == ["A", "B"]


def test_each_item_stands_with_its_time_on_the_readers_clock(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        taken(meeting, cast.sam, "A", minutes=25)
        taken(meeting, cast.sam, "B")
        taken(meeting, cast.sam, "C", minutes=10)
        cast.sam.user.time_zone = "America/New_York"
        cast.sam.user.save(update_fields=["time_zone"])
    page = as_member(cast.sam).get(agenda_url(meeting)).content.decode()
    times = re.findall(r'agenda__time">([^<]*)<', page)
    # Six in Chicago is seven in New York; after what has no length nobody knows.
    assert times == ["7 p.m.", "7:25 p.m.", ""]


def test_what_is_not_for_this_meeting_can_be_put_back_and_is_written_down(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        item = proposed(meeting, cast.sam)
    browser = as_member(cast.fay)
    browser.post(agenda_url(meeting, f"{item.number}/removal/"))
    assert item.title not in as_member(cast.sam).get(agenda_url(meeting)).content.decode()
    assert item.title in browser.get(agenda_url(meeting)).content.decode()
    browser.post(agenda_url(meeting, f"{item.number}/removal/delete/"))
    assert item.title in as_member(cast.sam).get(agenda_url(meeting)).content.decode()
    with scope(cast.community):
        acts = Act.objects.filter(kind="meetings.agendaitem").order_by("pk")
        assert [act.act for act in acts] == ["removed", "put_back"]
    record = browser.get(f"/c/{cast.community.slug}/moderation/record/").content.decode()
    assert "Fay Moua took a proposal off the list of a meeting." in record


def test_a_form_brings_its_timed_agenda_once(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast, format="consult", minutes=60)
        taken(meeting, cast.sam, "News", minutes=5)
    browser = as_member(cast.fay)
    assert "Use the agenda of a peer consult" in browser.get(agenda_url(meeting)).content.decode()
    for _press in range(2):
        answer = browser.post(agenda_url(meeting, "form/"), {"form": "consult"}, follow=True)
    page = answer.content.decode()
    assert "The parts of a form are on the agenda already." in page
    assert "60 of 60 minutes are planned." in page
    assert "Use the agenda of" not in page
    with scope(cast.community):
        steps = ["welcome", "present", "clarify", "advise", "commit", "close"]
        assert titles(meeting) == [*steps, "News"]
    # It is read in the reader's language.
    assert "Aconsejar" in as_member(cast.rosa).get(agenda_url(meeting)).content.decode()
    # A part that is taken off is gone; it was nobody's proposal.
    browser.post(agenda_url(meeting, "2/place/delete/"))
    with scope(cast.community):
        assert AgendaItem.objects.filter(step="welcome").count() == 0


def test_a_form_that_finds_no_time_left_is_as_long_as_the_meeting(cast: Cast) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast, minutes=60)
        taken(meeting, cast.sam, "Long", minutes=58)
        assert use_form(meeting, "networking", by=cast.fay)
        parts = AgendaItem.objects.filter(kind="part")
        assert sum(one.minutes or 0 for one in parts) == length_of(meeting) == 60


def test_a_meeting_too_short_for_a_form_says_so(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        Meeting.objects.filter(pk=meeting.pk).update(
            ends_at=meeting.starts_at + timedelta(minutes=4)
        )
    sent = {"form": "networking"}
    page = as_member(cast.fay).post(agenda_url(meeting, "form/"), sent, follow=True)
    assert "This meeting is too short for these parts." in page.content.decode()


def test_what_is_over_is_not_ordered_any_more(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        item = proposed(meeting, cast.sam)
        let_pass(meeting)
    answer = as_member(cast.fay).post(agenda_url(meeting, f"{item.number}/place/"))
    assert answer.status_code == 403
    page = as_member(cast.sam).get(meeting.get_absolute_url()).content.decode()
    assert "/agenda/" not in page
