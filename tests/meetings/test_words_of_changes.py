"""What a host says with a change of several meetings stands in the mails about it, and nowhere stale."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from communities.leaving import Words, leave_for_good
from communities.models import Membership
from communities.scope import scope
from meetings.actions import answer_series
from meetings.inviting.sentences import cancelled_words
from meetings.models import Answer, Meeting, Series, Way
from meetings.schedule.cancelling import cancel_rest
from meetings.schedule.days_off import add_day_off
from tests.cast import Cast
from tests.meetings.invitation_scenes import events_of, invites
from tests.meetings.scenes import as_changed, local, meetings_of
from tests.meetings.test_announcing import of, since, subjects
from tests.opened_mail import html_of, text_of

pytestmark = pytest.mark.django_db
type SignIn = Callable[[Membership], Client]
WHY = "The library is being painted."


def saves(cast: Cast, browser: Client, series: Series, index: int, **given: Any) -> None:
    with scope(cast.community):
        meeting = meetings_of(series)[index]
        sent = as_changed(cast, meeting, **given)
    answer = browser.post(f"/c/{cast.community.slug}/meetings/{meeting.number}/change/", sent)
    assert answer.status_code == 302, answer.text


def day_of(meeting: Meeting) -> str:
    return f"{date_format(local(meeting), 'l')}, {date_format(local(meeting), 'DATE_FORMAT')}"


@pytest.mark.parametrize("change", [{"place_name": "Gym"}, {"begins": "19:30"}, {"capacity": "40"}])
def test_a_note_for_all_stands_in_the_mail_about_the_change(
    cast: Cast, as_member: SignIn, change: dict[str, str]
) -> None:
    series = invites(cast)
    browser = as_member(cast.fay)
    saves(cast, browser, series, 0, scope="all", note=WHY, **change)
    (mail,) = since(cast.sam, 1)
    assert WHY in text_of(mail)
    assert WHY in html_of(mail)
    assert events_of(mail)[0]["SEQUENCE"] == 1
    # What is changed after it is told without it.
    saves(cast, browser, series, 0, scope="all", place_name="Hall")
    (mail,) = since(cast.sam, 2)
    assert WHY not in text_of(mail)


def test_a_note_alone_is_told_and_not_lost(cast: Cast, as_member: SignIn) -> None:
    series = invites(cast)
    saves(cast, as_member(cast.fay), series, 0, scope="all", note=WHY)
    (mail,) = since(cast.sam, 1)
    assert subjects([mail]) == ["Changed: Monthly table"]
    assert WHY in text_of(mail)
    with scope(cast.community):
        assert Series.objects.count() == 1


def test_a_note_for_this_and_later_ones_invites_to_what_goes_on(
    cast: Cast, as_member: SignIn
) -> None:
    series = invites(cast)
    saves(cast, as_member(cast.fay), series, 2, scope="later", note=WHY, place_name="Gym")
    mails = since(cast.sam, 1)
    told = {subject: text_of(mail) for subject, mail in zip(subjects(mails), mails, strict=True)}
    assert WHY in told["Invitation: Monthly table"]
    assert WHY not in told["Changed: Monthly table"]


def test_why_some_meetings_are_cancelled_and_which_stands_in_the_mail(cast: Cast) -> None:
    series = invites(cast)
    with scope(cast.community):
        there = of(cast, series)
        cancel_rest(there[2], by=cast.fay, words=WHY)
    (mail,) = since(cast.sam, 1)
    words = text_of(mail)
    assert WHY in words
    gone = words.partition("No meeting on:")[2]
    assert [day_of(one) in gone for one in there] == [False, False, True, True]
    assert f"<s>{day_of(there[2])}</s>" in html_of(mail)


def test_a_day_off_that_leaves_one_out_is_named_in_the_mail(cast: Cast) -> None:
    series = invites(cast)
    with scope(cast.community):
        second = of(cast, series)[1]
        day = local(second).date()
        add_day_off("Spring break", day, day + timedelta(days=1), by=cast.fay)
    (mail,) = since(cast.sam, 1)
    assert f"{day_of(second)} (Spring break)" in text_of(mail)
    # Who reads Spanish, too.
    (mail,) = since(cast.rosa, 1)
    assert "No hay reunión:" in text_of(mail)
    assert "(Spring break)" in text_of(mail)


def test_the_day_off_is_looked_up_once_for_all_mails(cast: Cast) -> None:
    series = invites(cast, rule="")
    with scope(cast.community):
        (only,) = of(cast, series)
        day = local(only).date()
        add_day_off("Spring break", day, day, by=cast.fay)
        (only,) = of(cast, series)
        words = cancelled_words(series, only)
        with CaptureQueriesContext(connection) as asked:
            said = {words("").note for _number in range(20)}
    assert said == {"It falls on a day off: Spring break."}
    assert len(asked) == 0


def test_who_has_answered_is_told_that_it_still_counts(cast: Cast, as_member: SignIn) -> None:
    series = invites(cast)
    with scope(cast.community):
        answer_series(series, cast.sam, Answer.YES, way=Way.PAGE)
    saves(cast, as_member(cast.fay), series, 0, scope="all", place_name="Gym")
    (mail,) = since(cast.sam, 1)
    assert "You said that you are coming. That still counts." in text_of(mail)
    assert "Are you coming" not in text_of(mail)
    assert "mail/meeting/no/" in text_of(mail)
    (mail,) = since(cast.tess, 1)
    assert "Are you coming to these meetings?" in text_of(mail)


def test_more_days_are_no_other_time(cast: Cast, as_member: SignIn) -> None:
    series = invites(cast)
    saves(cast, as_member(cast.fay), series, 0, scope="all", times="6")
    assert subjects(since(cast.sam, 1)) == ["Changed: Monthly table"]
    saves(cast, as_member(cast.fay), series, 0, scope="all", begins="19:00")
    assert subjects(since(cast.sam, 2)) == ["New time: Monthly table"]


def test_who_is_erased_leaves_no_such_words(cast: Cast, as_member: SignIn) -> None:
    series = invites(cast)
    saves(cast, as_member(cast.fay), series, 0, scope="all", note=WHY, place_name="Gym")
    leave_for_good(cast.fay, Words.ERASED)
    with scope(cast.community):
        assert not Series.objects.exclude(change_note="").exists()
