"""Hosts see who comes, with whom, and the words that were meant for them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import Membership
from communities.scope import scope
from meetings.actions import answer_series
from meetings.answers_given import answers_given
from meetings.inviting.site_team import answer_for
from meetings.models import Answer, Meeting, Way
from tests.cast import Cast
from tests.meetings.scenes import meetings_of, planned, says

pytestmark = pytest.mark.django_db
type SignIn = Callable[[Membership], Client]


def first_of(cast: Cast, **changes: Any) -> Meeting:
    """Plan it and return its first meeting; inside the scope."""
    (meeting, *_rest) = meetings_of(planned(cast, **changes))
    meeting.community = meeting.series.community = cast.community
    return meeting


def url_of(cast: Cast, meeting: Meeting) -> str:
    return f"/c/{cast.community.slug}/meetings/{meeting.number}/answers/"


def test_hosts_read_who_comes_with_whom_and_what_they_say(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = first_of(cast, capacity=3)
        says(cast.sam, meeting, guests=2, words="We need a ramp.", is_late=True)
        says(cast.tess, meeting, words="I would love to.")
        says(cast.pat, meeting, Answer.MAYBE)
        answer_series(meeting.series, cast.rosa, Answer.NO, way=Way.PAGE)
        groups = {one.title: one for one in answers_given(meeting)}
    assert [len(one.given) for one in groups.values()][:4] == [1, 1, 1, 1]
    assert groups["Coming"].people == 3
    assert groups["On the waiting list"].given[0].words == "I would love to."
    browser = as_member(cast.fay)
    page = browser.get(url_of(cast, meeting)).text
    for words in ("We need a ramp.", "Brings 2", "Will be late", "No answer yet"):
        assert words in page
    there = f"/c/{cast.community.slug}/meetings/{meeting.number}/"
    assert url_of(cast, meeting) in browser.get(there).text
    assert url_of(cast, meeting) not in as_member(cast.sam).get(there).text


def test_who_waits_longest_stands_first(cast: Cast) -> None:
    with scope(cast.community):
        meeting = first_of(cast, capacity=1)
        for member in (cast.fay, cast.tess, cast.sam):
            says(member, meeting)
        queue = next(one for one in answers_given(meeting) if "waiting" in one.title)
        assert [one.person.id for one in queue.given] == [cast.tess.pk, cast.sam.pk]


def test_who_answered_for_somebody_is_named(cast: Cast) -> None:
    with scope(cast.community):
        meeting = first_of(cast)
        answer_for(cast.sam, cast.pat, meeting, Answer.YES)
        coming = next(one for one in answers_given(meeting) if one.title == "Coming")
        assert coming.given[0].by == cast.sam.name


def test_others_do_not_see_it(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = first_of(cast)
    assert as_member(cast.sam).get(url_of(cast, meeting)).status_code == 403
    assert as_member(cast.gus).get(url_of(cast, meeting)).status_code == 404


def test_it_asks_as_often_for_one_as_for_many(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = first_of(cast)
        says(cast.sam, meeting)
    browser = as_member(cast.fay)
    browser.get(url_of(cast, meeting))
    with CaptureQueriesContext(connection) as one:
        browser.get(url_of(cast, meeting))
    with scope(cast.community):
        for member in (cast.tess, cast.pat, cast.rosa):
            says(member, meeting, guests=1)
    with CaptureQueriesContext(connection) as many:
        browser.get(url_of(cast, meeting))
    assert len(one) == len(many)
