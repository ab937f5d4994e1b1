"""The next meetings on the first page of a community."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import Membership
from communities.scope import scope
from meetings.actions import answer_series
from meetings.home_section import SOON
from meetings.models import Answer, Meeting, Way
from meetings.schedule.cancelling import cancel_meeting
from tests.cast import Cast
from tests.meetings.scenes import meetings_of, next_week, planned, says

pytestmark = pytest.mark.django_db
type SignIn = Callable[[Membership], Client]


def alone(cast: Cast, title: str, day: date, **changes: Any) -> Meeting:
    """Return one meeting on that day, inside the scope."""
    return meetings_of(planned(cast, title=title, first_on=day, rule="", **changes))[0]


def test_what_is_next_stands_there_with_what_one_said(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        says(cast.sam, alone(cast, "Table of tomorrow", next_week(1)))
        says(cast.sam, alone(cast, "Call on maps", next_week(2)), Answer.MAYBE)
        says(cast.sam, alone(cast, "Not for me", next_week(3)), Answer.NO)
        alone(cast, "Nothing said yet", next_week(4))
        alone(cast, "One too many", next_week(5))
    page = as_member(cast.sam).get(f"/c/{cast.community.slug}/").content.decode()
    order = [
        "Your next meetings",
        *("Table of tomorrow", "You are coming"),
        *("Call on maps", "You may be coming"),
        *("Nothing said yet", "Are you coming?"),
    ]
    assert sorted(order, key=page.index) == order
    assert "Not for me" not in page
    assert "One too many" not in page


def test_an_answer_to_all_counts_where_none_is_its_own(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast)
        answer_series(series, cast.sam, Answer.NO, way=Way.PAGE)
        first = meetings_of(series)[0]
    sam, home = as_member(cast.sam), f"/c/{cast.community.slug}/"
    assert "Your next meetings" not in sam.get(home).content.decode()
    with scope(cast.community):
        says(cast.sam, first)
    page = sam.get(home).content.decode()
    assert first.get_absolute_url() in page
    assert "You are coming" in page


def test_what_is_later_cancelled_or_for_others_does_not(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        alone(cast, "In three weeks", next_week(SOON.days + 2))
        cancel_meeting(alone(cast, "Called off", next_week(2)), by=cast.fay, words="Snow.")
        superintendents = cast.forums["superintendents"].audience
        alone(cast, "For hers alone", next_week(3), audience=superintendents)
    home = f"/c/{cast.community.slug}/"
    assert "Your next meetings" not in as_member(cast.rosa).get(home).content.decode()
    assert "For hers alone" in as_member(cast.tess).get(home).content.decode()


def test_it_asks_once_for_any_number(cast: Cast, as_member: SignIn) -> None:
    fay, home = as_member(cast.fay), f"/c/{cast.community.slug}/"
    fay.get(home)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            fay.get(home)
        counts.append(len(queries))
        with scope(cast.community):
            planned(cast, title="Another table", rule="FREQ=DAILY;COUNT=5")
    assert counts[0] == counts[1]
