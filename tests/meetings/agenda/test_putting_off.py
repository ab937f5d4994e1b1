"""What was not reached goes to the next meeting of the series, with its votes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.scope import scope
from forums.actions import open_topic
from meetings.agenda.putting_off import next_meeting, put_off
from meetings.agenda.voting import vote
from meetings.models import AgendaItem, AgendaVote, ItemState, Meeting, Series
from meetings.schedule.changing import Scope, change_series, part_of
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
from tests.meetings.scenes import meetings_of

pytestmark = pytest.mark.django_db


def later(meeting: Meeting, cast: Cast) -> list[Meeting]:
    """Return all meetings of its series."""
    found = meetings_of(meeting.series)
    for one in found:
        one.community = one.series.community = cast.community
    return found


def test_it_is_proposed_for_the_next_meeting_with_its_votes(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        item = proposed(meeting, cast.sam, about="Since the bus ends.")
        for member in (cast.pat, cast.rosa):
            vote(item, by=member)
        following = later(meeting, cast)[1]
    browser = as_member(cast.fay)
    for _press in range(2):
        page = browser.post(agenda_url(meeting, f"{item.number}/deferral/"), follow=True)
    assert "Somebody else decided on this first." in page.content.decode()
    # The way there stands in its place.
    assert agenda_url(following) in as_member(cast.sam).get(agenda_url(meeting)).content.decode()
    with scope(cast.community):
        item.refresh_from_db()
        assert item.state == ItemState.PUT_OFF
        there = AgendaItem.objects.get(meeting=following)
        assert (there.title, there.about, there.by_id, there.state) == (
            item.title,
            "Since the bus ends.",
            cast.sam.pk,
            ItemState.PROPOSED,
        )
        assert there.continues_id == item.pk
        assert AgendaVote.objects.filter(item=there).count() == 2
        assert Act.objects.filter(kind="meetings.agendaitem", act="put_off").count() == 1


def test_what_is_on_the_agenda_closes_up(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        _a, b, c = (taken(meeting, cast.sam, title) for title in "ABC")
    as_member(cast.fay).post(agenda_url(meeting, f"{b.number}/deferral/"))
    with scope(cast.community):
        assert titles(meeting) == ["A", "C"]
        c.refresh_from_db()
        assert c.position == 2


def test_after_the_meeting_all_that_was_not_reached_goes_on(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        proposed(meeting, cast.sam, "Buses")
        proposed(meeting, cast.sam, "Fares")
        taken(meeting, cast.sam, "Talked about")
        following = later(meeting, cast)[1]
        let_pass(meeting)
    url = agenda_url(meeting, "deferrals/")
    assert url in as_member(cast.fay).get(agenda_url(meeting)).content.decode()
    assert url not in as_member(cast.sam).get(agenda_url(meeting)).content.decode()
    assert as_member(cast.sam).post(url).status_code == 403
    as_member(cast.fay).post(url)
    with scope(cast.community):
        there = AgendaItem.objects.filter(meeting=following).values_list("title", flat=True)
        assert set(there) == {"Buses", "Fares"}
        assert titles(meeting) == ["Talked about"]


def test_a_discussion_that_is_proposed_there_gets_the_votes(cast: Cast) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        following = later(meeting, cast)[1]
        topic = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
        item = proposed(meeting, cast.sam, "", topic=topic)
        there = proposed(following, cast.tess, "", topic=topic)
        vote(item, by=cast.sam)
        vote(item, by=cast.tess)
        vote(there, by=cast.tess)
        put_off(item, following, by=cast.fay)
        assert AgendaItem.objects.filter(meeting=following).get() == there
        assert AgendaVote.objects.filter(item=there).count() == 2


def test_the_last_meeting_of_a_series_has_no_next(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast, rule="")
        item = proposed(meeting, cast.sam)
    browser = as_member(cast.fay)
    assert "/deferral/" not in browser.get(agenda_url(meeting)).content.decode()
    page = browser.post(agenda_url(meeting, f"{item.number}/deferral/"), follow=True)
    assert "Plan one first." in page.content.decode()
    with scope(cast.community):
        item.refresh_from_db()
        assert item.state == ItemState.PROPOSED


def test_a_cancelled_meeting_is_not_the_next(cast: Cast) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        _first, second, third, _fourth = later(meeting, cast)
        Meeting.objects.filter(pk=second.pk).update(state="cancelled")
        found = next_meeting(meeting)
        assert found is not None
        assert found.pk == third.pk


@pytest.mark.parametrize("same", [True, False])
def test_it_goes_on_in_what_continues_the_series_for_the_same_people(
    cast: Cast, *, same: bool
) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        second = later(meeting, cast)[1]
        part = part_of(second, Scope.LATER)
        change_series(meeting.series, part, {"title": "Evening table"}, by=cast.fay)
        continued = Series.objects.get(continues=meeting.series_id)
        if not same:
            Series.objects.filter(pk=continued.pk).update(audience=cast.superintendents.audience)
        meeting = Meeting.objects.select_related("series").get(pk=meeting.pk)
        found = next_meeting(meeting)
        assert (found.pk if found else None) == (second.pk if same else None)


def test_with_fewer_days_nothing_that_was_proposed_is_lost(cast: Cast) -> None:
    with scope(cast.community):
        meeting = meeting_of(cast)
        there = later(meeting, cast)
        item = proposed(there[3], cast.sam)
        vote(item, by=cast.tess)
        taken(there[3], cast.sam, "On it")
        part = part_of(there[0], Scope.ALL)
        fewer = {"rule": there[0].series.rule.replace("COUNT=4", "COUNT=2")}
        change_series(there[0].series, part, fewer, by=cast.fay)
        assert Meeting.objects.filter(series=meeting.series).count() == 2
        kept = AgendaItem.objects.filter(meeting=there[1])
        assert set(kept.values_list("title", "state")) == {
            (item.title, "proposed"),
            ("On it", "proposed"),
        }
        assert AgendaVote.objects.count() == 1


def test_putting_off_costs_as_many_queries_for_two_votes_as_for_five(cast: Cast) -> None:
    counts = []
    for voters in (2, 5):
        with scope(cast.community):
            meeting = meeting_of(cast)
            item = proposed(meeting, cast.sam)
            for member in (cast.sam, cast.tess, cast.pat, cast.rosa, cast.ada)[:voters]:
                vote(item, by=member)
            following = later(meeting, cast)[1]
            with CaptureQueriesContext(connection) as queries:
                put_off(item, following, by=cast.fay)
            counts.append(len(queries))
    assert counts[0] == counts[1]
