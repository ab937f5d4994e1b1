"""Members propose what a meeting talks about."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.models import Membership
from communities.scope import scope
from meetings.agenda.ordering import take
from meetings.agenda.proposing import MOST_OPEN, stamp
from meetings.models import AgendaItem, ItemState
from meetings.schedule.cancelling import cancel_meeting
from moderation.models import Act
from tests.cast import Cast
from tests.meetings.agenda.scenes import (
    SignIn,
    agenda_url,
    let_pass,
    meeting_of,
    proposed,
    taken,
)

pytestmark = pytest.mark.django_db


def test_a_member_proposes_something_from_the_page_of_the_meeting(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
    browser = as_member(cast.rosa)
    assert agenda_url(meeting, "new/") in browser.get(meeting.get_absolute_url()).content.decode()
    sent = {
        "title": "Who walks the children home?",
        "kind": "question",
        "about": "Since the bus ends.",
    }
    page = browser.post(agenda_url(meeting, "new/"), sent, follow=True).content.decode()
    assert "Who walks the children home?" in page
    assert "Since the bus ends." in page
    assert "Rosa Peña" in page
    with scope(cast.community):
        item = AgendaItem.objects.get()
        assert (item.by_id, item.state, item.number) == (cast.rosa.pk, ItemState.PROPOSED, 1)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": "", "kind": "show"}, "Say in one line what it is about."),
        ({"title": "Buses", "kind": "part"}, "part is not one of the available choices"),
        ({"title": "B" * 161, "kind": "show"}, "at most 160 characters"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    cast: Cast, as_member: SignIn, given: dict[str, str], sentence: str
) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
    url = agenda_url(meeting, "new/")
    answer = as_member(cast.sam).post(url, {"about": "Since the bus ends.", **given})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Since the bus ends." in answer.content.decode()
    with scope(cast.community):
        assert not AgendaItem.objects.exists()


def test_two_presses_propose_once(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
    sent = {"title": "Buses", "kind": "show", "form_key": str(uuid4())}
    for _press in range(2):
        assert as_member(cast.sam).post(agenda_url(meeting, "new/"), sent).status_code == 302
    with scope(cast.community):
        assert AgendaItem.objects.count() == 1


def test_nobody_proposes_where_nobody_meets_any_more(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        off, over = meeting_of(cast), meeting_of(cast)
        cancel_meeting(off, by=cast.fay, words="Snow.")
        let_pass(over)
    for meeting, sentence in (
        (off, "This meeting was cancelled."),
        (over, "This meeting is over."),
    ):
        answer = as_member(cast.sam).post(
            agenda_url(meeting, "new/"), {"title": "Buses", "kind": "show"}
        )
        assert answer.status_code == 403
        assert sentence in answer.content.decode()
        page = as_member(cast.sam).get(agenda_url(meeting)).content.decode()
        assert "agenda/new/" not in page
    with scope(cast.community):
        assert not AgendaItem.objects.exists()


def test_who_is_paused_proposes_nothing(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        until = timezone.now() + timedelta(days=2)
        Membership.objects.filter(pk=cast.sam.pk).update(paused_until=until)
    answer = as_member(cast.sam).post(
        agenda_url(meeting, "new/"), {"title": "Buses", "kind": "show"}
    )
    assert answer.status_code == 403
    assert "paused" in answer.content.decode()


def test_a_meeting_holds_so_many_proposals(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        AgendaItem.objects.bulk_create(
            AgendaItem(
                community=cast.community, meeting=meeting, number=n, kind="show", by=cast.tess
            )
            for n in range(1, MOST_OPEN + 1)
        )
    sent = {"title": "One more", "kind": "show"}
    answer = as_member(cast.sam).post(agenda_url(meeting, "new/"), sent)
    assert answer.status_code == 422
    assert "all the proposals it can hold" in answer.content.decode()


def test_one_changes_what_one_proposed_until_it_is_on_the_agenda(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        item = proposed(meeting, cast.sam)
    browser, url = as_member(cast.sam), agenda_url(meeting, f"{item.number}/")
    sent = {"title": "Buses before eight", "kind": "decision", "about": "", "seen": stamp(item)}
    # He says nothing of minutes: that is for the host.
    assert browser.post(url, {**sent, "minutes": "90"}).status_code == 302
    with scope(cast.community):
        item.refresh_from_db()
        assert (item.title, item.kind, item.minutes) == ("Buses before eight", "decision", None)
        assert not Act.objects.filter(kind="meetings.agendaitem").exists()
        take(item, by=cast.fay)
    refused = browser.post(url, sent)
    assert refused.status_code == 403
    assert "Ask the host of the meeting to change it." in refused.content.decode()


def test_nobody_changes_what_others_proposed_but_the_host(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        item = proposed(meeting, cast.sam)
    url = agenda_url(meeting, f"{item.number}/")
    sent = {"title": "Fares", "kind": "show", "minutes": "15", "presenter": str(cast.tess.pk)}
    sent["seen"] = stamp(item)
    assert as_member(cast.tess).post(url, sent).status_code == 403
    assert as_member(cast.fay).post(url, sent).status_code == 302
    with scope(cast.community):
        item.refresh_from_db()
        assert (item.title, item.minutes, item.presenter_id) == ("Fares", 15, cast.tess.pk)
        assert Act.objects.filter(kind="meetings.agendaitem", act="changed", by=cast.fay).exists()
        # Saved again without other words, nothing is written down.
        as_member(cast.fay).post(url, sent)
        assert Act.objects.filter(kind="meetings.agendaitem").count() == 1


def test_of_two_who_change_an_item_at_once_the_second_sees_both(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        item = proposed(meeting, cast.sam)
    url, seen = agenda_url(meeting, f"{item.number}/"), stamp(item)
    first = {"title": "Fares", "kind": "show", "about": "Since May.", "seen": seen}
    assert as_member(cast.sam).post(url, first).status_code == 302
    second = {"title": "Buses at noon", "kind": "question", "about": "", "minutes": "20"}
    second["seen"] = seen
    answer = as_member(cast.fay).post(url, second)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Since May." in page
    assert 'value="Buses at noon"' in page
    assert 'value="20"' in page
    with scope(cast.community):
        item.refresh_from_db()
        assert (item.title, item.minutes) == ("Fares", None)
    # What he had not touched is as it stands now.
    assert "Since May.</textarea>" in page
    # He has seen it now.
    assert as_member(cast.fay).post(url, {**second, "seen": stamp(item)}).status_code == 302
    with scope(cast.community):
        item.refresh_from_db()
        assert (item.title, item.about, item.minutes) == ("Buses at noon", "", 20)


def test_two_who_type_the_same_do_not_disturb_each_other(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        item = proposed(meeting, cast.sam)
    url = agenda_url(meeting, f"{item.number}/")
    sent = {"title": "Fares", "kind": "show", "about": "", "seen": stamp(item)}
    assert as_member(cast.sam).post(url, sent).status_code == 302
    assert as_member(cast.sam).post(url, sent).status_code == 302


def test_only_who_is_invited_can_present_it(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast, audience=cast.superintendents.audience)
        item = proposed(meeting, cast.sam)
    sent = {"title": "Fares", "kind": "show", "presenter": str(cast.rosa.pk)}
    answer = as_member(cast.fay).post(agenda_url(meeting, f"{item.number}/"), sent)
    assert answer.status_code == 422
    with scope(cast.community):
        item.refresh_from_db()
        assert item.presenter_id is None


def test_one_takes_ones_own_proposal_back(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        item, on_it = proposed(meeting, cast.sam), taken(meeting, cast.sam, "Fares")
    url = agenda_url(meeting, f"{item.number}/delete/")
    assert as_member(cast.tess).post(url).status_code == 404
    assert as_member(cast.sam).get(url).status_code == 405
    assert as_member(cast.sam).post(url).status_code == 302
    page = as_member(cast.sam).post(agenda_url(meeting, f"{on_it.number}/delete/"), follow=True)
    assert "This is on the agenda now." in page.content.decode()
    with scope(cast.community):
        assert [one.title for one in AgendaItem.objects.all()] == ["Fares"]


def test_who_is_not_invited_finds_no_agenda(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast, audience=cast.superintendents.audience)
        proposed(meeting, cast.sam)
    assert as_member(cast.sam).get(agenda_url(meeting)).status_code == 200
    assert as_member(cast.rosa).get(agenda_url(meeting)).status_code == 404
    assert as_member(cast.rosa).post(agenda_url(meeting, "1/vote/")).status_code == 404


@pytest.mark.parametrize("path", ["", "agenda/"])
def test_a_page_costs_as_many_queries_for_two_items_as_for_twenty(
    cast: Cast, as_member: SignIn, path: str
) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
    browser, counts = as_member(cast.fay), []
    for count in (2, 20):
        with scope(cast.community):
            for n in range(count - AgendaItem.objects.count() // 2):
                proposed(meeting, cast.sam, f"Proposed {n}")
                taken(meeting, cast.tess, f"On it {n}", minutes=5, presenter=cast.rosa)
        browser.get(meeting.get_absolute_url() + path)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(meeting.get_absolute_url() + path).content.decode()
        assert page.count("On it ") >= count
        counts.append(len(queries))
    assert counts[0] == counts[1]
