"""Cancelling one meeting or the rest of a series, with words, and putting it back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from communities.models import Membership
from communities.scope import scope
from meetings.models import Meeting, Rsvp, Series, State
from moderation.models import Act
from tests.cast import Cast
from tests.meetings.scenes import meetings_of, planned, says

pytestmark = pytest.mark.django_db
type SignIn = Callable[[Membership], Client]
WHY = {"words": "The road is flooded.", "scope": "this"}


def test_a_cancelled_meeting_stays_with_the_words(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast)
        first = meetings_of(series)[0]
        says(cast.sam, first)
    url = first.get_absolute_url()
    as_member(cast.fay).post(f"{url}cancellation/", WHY)
    page = as_member(cast.sam).get(url).content.decode()
    assert "This meeting was cancelled." in page
    assert "The road is flooded." in page
    assert "Put it back" not in page
    listed = as_member(cast.sam).get(f"/c/{cast.community.slug}/meetings/").content.decode()
    assert listed.count("meeting-row--off") == 1
    with scope(cast.community):
        found = meetings_of(series)
        assert [one.state for one in found] == ["cancelled", "planned", "planned", "planned"]
        assert (found[0].sequence, found[0].is_changed) == (1, True)
        assert Series.objects.get().cancelled_at is None
        assert Act.objects.get(act="cancelled").note == "The road is flooded."


def test_the_rest_of_a_series_is_cancelled_and_put_back(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast)
        first, second, *_rest = meetings_of(series)
        says(cast.sam, second)
    fay = as_member(cast.fay)
    fay.post(f"{second.get_absolute_url()}cancellation/", {**WHY, "scope": "later"})
    with scope(cast.community):
        assert [one.state for one in meetings_of(series)] == ["planned", *["cancelled"] * 3]
        assert Series.objects.get().cancelled_at is None
    fay.post(f"{first.get_absolute_url()}cancellation/", {**WHY, "scope": "later"})
    with scope(cast.community):
        ended = Series.objects.get()
        assert ended.cancelled_at
        assert ended.sequence == 2
    page = fay.get(series.get_absolute_url()).content.decode()
    assert "This series was cancelled." in page
    fay.post(f"{series.get_absolute_url()}cancellation/delete/")
    with scope(cast.community):
        assert Series.objects.get().cancelled_at is None
        assert {one.state for one in meetings_of(series)} == {"planned"}
        assert {one.note for one in meetings_of(series)} == {""}
        assert Rsvp.objects.filter(meeting=second).exists()


def test_a_host_puts_it_back_until_it_would_have_begun(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        first, second, *_rest = meetings_of(planned(cast, host=cast.tess))
    browser = as_member(cast.tess)
    for one in (first, second):
        browser.post(f"{one.get_absolute_url()}cancellation/", WHY)
    with scope(cast.community):
        now = timezone.now()
        begun = {"starts_at": now - timedelta(minutes=1), "ends_at": now + timedelta(hours=1)}
        Meeting.objects.filter(pk=first.pk).update(**begun)
    assert "Put it back" in browser.get(second.get_absolute_url()).content.decode()
    answers = [
        browser.post(f"{one.get_absolute_url()}cancellation/delete/") for one in (first, second)
    ]
    assert [one.status_code for one in answers] == [403, 302]
    with scope(cast.community):
        states = [Meeting.objects.get(pk=one.pk).state for one in (first, second)]
    assert states == [State.CANCELLED, State.PLANNED]


def test_the_pages_say_which_meeting_is_cancelled_or_changed(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        second = meetings_of(planned(cast))[1]
        day = date_format(second.starts_at.astimezone(second.series.zone), "DATE_FORMAT")
    fay = as_member(cast.fay)
    for page in ("cancellation/", "change/"):
        assert day in fay.get(f"{second.get_absolute_url()}{page}").content.decode()


def test_it_is_not_cancelled_without_a_word(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        first = meetings_of(planned(cast))[0]
    url = f"{first.get_absolute_url()}cancellation/"
    answer = as_member(cast.fay).post(url, {"scope": "later"})
    assert answer.status_code == 422
    assert "Say in a few words why." in answer.content.decode()
    answer = as_member(cast.fay).post(url, {"words": "Snow."})
    assert "Say which meetings you cancel." in answer.content.decode()
    with scope(cast.community):
        assert not Meeting.objects.filter(state=State.CANCELLED).exists()


def test_a_meeting_that_stands_alone_is_cancelled_with_its_series(
    cast: Cast, as_member: SignIn
) -> None:
    with scope(cast.community):
        only = meetings_of(planned(cast, rule=""))[0]
    fay = as_member(cast.fay)
    fay.post(f"{only.get_absolute_url()}cancellation/", {"words": "Snow."})
    with scope(cast.community):
        assert Series.objects.get().cancelled_at
    fay.post(f"{only.get_absolute_url()}cancellation/delete/")
    with scope(cast.community):
        assert Series.objects.get().cancelled_at is None
        assert Meeting.objects.get().state == State.PLANNED


def test_only_hosts_and_facilitators_cancel(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        first = meetings_of(planned(cast))[0]
    url = f"{first.get_absolute_url()}cancellation/"
    assert as_member(cast.sam).post(url, WHY).status_code == 403
    as_member(cast.fay).post(url, WHY)
    assert as_member(cast.fay).get(url).status_code == 403
    assert as_member(cast.sam).post(f"{url}delete/").status_code == 403
