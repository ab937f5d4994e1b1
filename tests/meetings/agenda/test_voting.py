"""Three votes a meeting: which proposals matter most."""

import threading
from contextlib import suppress

import pytest
from django.db import connections, transaction

from communities.scope import scope
from meetings.agenda.ordering import take
from meetings.agenda.voting import NotCountedError, vote
from meetings.models import AgendaItem, AgendaVote
from tests.cast import Cast, make_cast
from tests.locks import until_waiting
from tests.meetings.agenda.scenes import SignIn, agenda_url, meeting_of, proposed

pytestmark = pytest.mark.django_db


def test_what_most_want_stands_first(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        first = proposed(meeting, cast.sam, "Buses")
        second = proposed(meeting, cast.tess, "Lunches")
        third = proposed(meeting, cast.pat, "Homework")
    for member, item in ((cast.rosa, second), (cast.pat, second), (cast.sam, third)):
        url = agenda_url(meeting, f"{item.number}/vote/")
        assert as_member(member).post(url).status_code == 302
    page = as_member(cast.fay).get(agenda_url(meeting)).content.decode()
    places = [page.index(f">{one.title}<") for one in (second, third, first)]
    assert places == sorted(places)


def test_everybody_has_three_votes_and_one_an_item(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting, other = meeting_of(cast), meeting_of(cast)
        items = [proposed(meeting, cast.tess, f"Item {n}") for n in range(4)]
        elsewhere = proposed(other, cast.tess)
    browser = as_member(cast.sam)
    for item in (items[0], items[0], items[1]):
        browser.post(agenda_url(meeting, f"{item.number}/vote/"))
    assert "You can give 1 more." in browser.get(agenda_url(meeting)).content.decode()
    browser.post(agenda_url(meeting, f"{items[2].number}/vote/"))
    page = browser.post(agenda_url(meeting, f"{items[3].number}/vote/"), follow=True)
    assert "You have given your three votes." in page.content.decode()
    with scope(cast.community):
        assert AgendaVote.objects.filter(member=cast.sam).count() == 3
    # Another meeting has votes of its own, and one taken back can be given again.
    browser.post(agenda_url(other, f"{elsewhere.number}/vote/"))
    browser.post(agenda_url(meeting, f"{items[0].number}/vote/delete/"))
    browser.post(agenda_url(meeting, f"{items[3].number}/vote/"))
    with scope(cast.community):
        given = AgendaVote.objects.filter(member=cast.sam).values_list("item__title", flat=True)
        assert set(given) == {"Item 1", "Item 2", "Item 3", "Buses after six"}


def test_a_press_leads_back_to_where_the_item_stands(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        items = [proposed(meeting, cast.tess, f"Item {n}") for n in range(8)]
    place = f"item-{items[7].number}"
    for who, act in (
        (cast.sam, "vote/"),
        (cast.sam, "vote/delete/"),
        (cast.fay, "place/"),
        (cast.fay, "place/delete/"),
    ):
        answer = as_member(who).post(agenda_url(meeting, f"{items[7].number}/{act}"))
        assert answer.headers["Location"] == f"{agenda_url(meeting)}#{place}"
        assert f'id="{place}"' in as_member(who).get(agenda_url(meeting)).content.decode()


def test_what_is_on_the_agenda_is_decided(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        item = proposed(meeting, cast.tess)
        vote(item, by=cast.sam)
        take(item, by=cast.fay)
    for path in ("vote/", "vote/delete/"):
        page = as_member(cast.sam).post(agenda_url(meeting, f"{item.number}/{path}"), follow=True)
        assert "The host has decided on this already." in page.content.decode()
    with scope(cast.community):
        assert AgendaVote.objects.count() == 1


def test_nobody_is_told_who_voted(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        vote(proposed(meeting, cast.tess), by=cast.pat)
    assert "Pat Lund" not in as_member(cast.sam).get(agenda_url(meeting)).content.decode()


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_four_votes_at_the_same_moment_are_three(db: None) -> None:
    """Each on a connection of its own; the meeting is held until all of them wait."""
    cast = make_cast()
    with scope(cast.community):
        meeting = meeting_of(cast)
        items = [proposed(meeting, cast.tess, f"Item {n}") for n in range(4)]

    def give(item: AgendaItem) -> None:
        try:
            with suppress(NotCountedError), scope(cast.community):
                vote(item, by=cast.sam)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=give, args=(item,)) for item in items]
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id FROM meetings_meeting FOR UPDATE")
        for thread in threads:
            thread.start()
        until_waiting(4)
    for thread in threads:
        thread.join()
    with scope(cast.community):
        assert AgendaVote.objects.count() == 3
