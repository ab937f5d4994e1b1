"""Whether one comes: on the page, with guests, with seats that are counted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communities.leaving import Words, leave_for_good
from communities.models import Membership
from communities.scope import scope
from meetings.actions import answer_series
from meetings.models import Answer, Meeting, Rsvp, StandingAnswer, State, Way
from meetings.seats import counts_of
from tests.cast import Cast
from tests.meetings.scenes import meetings_of, planned, says

pytestmark = pytest.mark.django_db
type SignIn = Callable[[Membership], Client]


def test_one_press_says_that_one_comes(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        meeting = meetings_of(planned(cast))[0]
    browser = as_member(cast.sam)
    url = meeting.get_absolute_url()
    answer = browser.post(f"{url}answer/", {"answer": "yes", "guests": "2"}, follow=True)
    page = answer.content.decode()
    assert "You are expected, with 2 more people." in page
    assert "You said that you are coming." in page
    assert "3 people are coming." in page
    browser.post(f"{url}answer/", {"answer": "no", "guests": "2"})
    with scope(cast.community):
        rsvp = Rsvp.objects.get()
        assert (rsvp.answer, rsvp.guests, rsvp.way) == (Answer.NO, 0, Way.PAGE)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Say yes, no or maybe."),
        ({"answer": "perhaps"}, "Say yes, no or maybe."),
        ({"answer": "yes", "guests": "99"}, "You can bring up to 20 people."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    cast: Cast, as_member: SignIn, given: dict[str, str], sentence: str
) -> None:
    with scope(cast.community):
        meeting = meetings_of(planned(cast))[0]
    url = f"{meeting.get_absolute_url()}answer/"
    answer = as_member(cast.sam).post(url, {"words": "After the bus.", **given})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "After the bus." in answer.content.decode()
    with scope(cast.community):
        assert not Rsvp.objects.exists()


def test_what_is_cancelled_or_over_is_not_answered(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        off, over, *_rest = meetings_of(planned(cast))
        Meeting.objects.filter(pk=off.pk).update(state=State.CANCELLED)
        now = timezone.now()
        Meeting.objects.filter(pk=over.pk).update(starts_at=now - timedelta(hours=2), ends_at=now)
    for meeting, sentence in (
        (off, "This meeting was cancelled."),
        (over, "This meeting is over."),
    ):
        answer = as_member(cast.sam).post(f"{meeting.get_absolute_url()}answer/", {"answer": "yes"})
        assert answer.status_code == 403
        assert sentence in answer.content.decode()


def test_who_finds_no_seat_waits_and_moves_up(cast: Cast) -> None:
    with scope(cast.community):
        meeting = meetings_of(planned(cast, capacity=2))[0]
        says(cast.sam, meeting, guests=1)
        assert says(cast.tess, meeting).waits_since
        assert says(cast.rosa, meeting, guests=1).waits_since
        assert counts_of(meeting).waiting == 2
        says(cast.sam, meeting, guests=0)
        waiting = Rsvp.objects.filter(waits_since__isnull=False)
        assert [one.member_id for one in waiting.all()] == [cast.rosa.pk]
        says(cast.tess, meeting, Answer.NO)
        says(cast.sam, meeting, Answer.NO)
        assert not waiting.all().exists()
        assert counts_of(meeting).coming == 2


def test_who_waits_keeps_his_place_when_he_says_yes_again(cast: Cast) -> None:
    with scope(cast.community):
        meeting = meetings_of(planned(cast, capacity=1))[0]
        says(cast.sam, meeting)
        first = says(cast.tess, meeting)
        says(cast.rosa, meeting)
        again = says(cast.tess, meeting, words="Please.")
        assert again.waits_since == first.waits_since


def test_an_answer_to_the_series_counts_where_none_was_given(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast)
    browser = as_member(cast.sam)
    browser.post(f"{series.get_absolute_url()}answer/", {"answer": "yes"})
    with scope(cast.community):
        first, second, *_rest = meetings_of(series)
        says(cast.sam, first, Answer.NO)
        assert counts_of(first).coming == 0
        assert counts_of(second).coming == 1
    page = browser.get(f"/c/{cast.community.slug}/meetings/").content.decode()
    assert page.count("You are coming") == 3
    assert page.count("You are not coming") == 1


def test_with_counted_seats_the_series_is_answered_meeting_by_meeting(cast: Cast) -> None:
    with scope(cast.community):
        series = planned(cast, capacity=1)
        says(cast.tess, meetings_of(series)[0])
        answer_series(series, cast.sam, Answer.YES, way=Way.PAGE)
        found = [
            Rsvp.objects.get(meeting=one, member=cast.sam).waits_since is not None
            for one in meetings_of(series)
        ]
    assert found == [True, False, False, False]


def test_who_leaves_is_expected_nowhere_and_gives_his_seat_up(cast: Cast) -> None:
    with scope(cast.community):
        series = planned(cast, capacity=1)
        meeting = meetings_of(series)[0]
        says(cast.sam, meeting)
        answer_series(series, cast.sam, Answer.YES, way=Way.PAGE)
        says(cast.tess, meeting)
    leave_for_good(cast.sam, Words.NAMED)
    with scope(cast.community):
        assert not Rsvp.objects.filter(member=cast.sam).exists()
        assert not StandingAnswer.objects.exists()
        assert Rsvp.objects.get(meeting=meeting).waits_since is None
