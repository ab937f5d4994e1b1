"""Everybody is invited by mail once, answers in four ways, and hears of what changes."""

from datetime import time, timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.scope import scope
from meetings.inviting import telling
from meetings.inviting.links import answer_url
from meetings.inviting.promises import tell_cancelled, tell_changed
from meetings.models import Answer, Meeting, Rsvp, Series, StandingAnswer, Way
from meetings.models import State as MeetingState
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.mailroom.conftest import door as door
from tests.mailroom.letters import HOST
from tests.meetings.invitation_scenes import (
    answer_row,
    calendar_of,
    events_of,
    invites,
    path_of,
    told,
)
from tests.meetings.scenes import meetings_of, planned, says
from tests.notifications.notice_scenes import work
from tests.opened_mail import html_of, opened, text_of
from tests.smtp_peer import SmtpPeer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _receives_mail(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST


def test_everybody_invited_gets_one_mail_that_says_what_to_know(cast: Cast) -> None:
    series = invites(cast, child_care="From five on", meals="Soup", interpretation="Spanish")
    assert [len(told(one)) for one in (cast.sam, cast.tess, cast.rosa, cast.fay)] == [1, 1, 1, 1]
    assert [told(one) for one in (cast.gus, cast.lee, cast.olga)] == [[], [], []]
    mail = told(cast.sam)[0]
    text = text_of(mail)
    assert opened(mail)["Subject"] == "Invitation: Monthly table"
    for said in ("Eastgate School, 12 River Street", "+1 312 555 0100, code 4711#", "Soup"):
        assert said in text
    for said in ("From five on", "Spanish", "https://video.example/table", "Or just answer"):
        assert said in text
    assert "tel:+13125550100,,4711%23" in bytes(mail.content or b"").decode().replace("=\r\n", "")
    assert len(bytes(mail.content or b"")) < 90_000
    (event,) = events_of(mail)
    assert calendar_of(mail)["METHOD"] == "REQUEST"
    assert event["UID"] == series.uid
    assert event["ATTENDEE"] == "mailto:sam@example.org"
    assert event["ORGANIZER"] == f"mailto:{parseaddr(str(opened(mail)['Reply-To']))[1]}"


def test_the_answers_stand_before_all_else_but_what_and_when(cast: Cast) -> None:
    invites(cast, about="What we bring. " * 100, child_care="From five on")
    for words in (text_of(told(cast.sam)[0]), html_of(told(cast.sam)[0])):
        title, rule, *answers, place = (
            words.index(said)
            for said in ("Monthly table", "4 times", "/yes/", "/maybe/", "/no/", "Eastgate")
        )
        assert [title, rule, *answers, place] == sorted([title, rule, *answers, place])
        assert place < words.index("From five on") < words.index("What we bring.")


def test_the_reader_s_clock_and_that_of_the_series(cast: Cast) -> None:
    cast.rosa.user.time_zone = "America/Los_Angeles"
    cast.rosa.user.save()
    invites(cast, begins=time(18))
    text = text_of(told(cast.rosa)[0])
    assert "16:00" in text
    assert "18:00" in text
    assert "¿Viene" in text


def test_asked_again_nobody_is_written_to_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "BATCH", 2)
    series = invites(cast)
    count = OutgoingMail.objects.filter(kind=telling.KIND).count()
    assert count > 4
    with scope(cast.community):
        telling.invite(series.pk)
    work()
    assert OutgoingMail.objects.filter(kind=telling.KIND).count() == count


def test_who_does_not_want_to_be_invited_is_not(cast: Cast) -> None:
    series = invites(cast)
    mail = told(cast.sam)[0]
    header = str(opened(mail)["List-Unsubscribe"])
    assert len(max(header.split(), key=len)) <= 77
    path = urlsplit(header.strip(" <>\r\n")).path
    browser = Client(enforce_csrf_checks=True)
    assert "Press the button" in browser.get(path).text
    assert "no more of these mails" in browser.post(path, {"List-Unsubscribe": "One-Click"}).text
    with scope(cast.community):
        tell_changed(series, moved=True)
        Series.objects.filter(pk=series.pk).update(sequence=1)
    work()
    assert len(told(cast.sam)) == 1
    assert len(told(cast.tess)) == 2


def test_they_can_be_asked_for_again_on_the_page(cast: Cast, as_member: Any) -> None:
    series = invites(cast)
    browser = as_member(cast.sam)
    url = series.get_absolute_url()
    browser.post(f"{url}no-mails/")
    assert "Send me mails about these meetings again" in browser.get(url).text
    browser.post(f"{url}no-mails/delete/")
    assert "Send me no mails" in browser.get(url).text


@pytest.mark.parametrize("said", ["yes", "no", "maybe", "late"])
def test_a_link_answers_with_one_button_and_without_signing_in(cast: Cast, said: str) -> None:
    with scope(cast.community):
        series = planned(cast, rule="")
        (meeting,) = meetings_of(series)
        ids = {"community": cast.community.pk, "member": cast.sam.pk, "series": series.pk}
    path = urlsplit(answer_url(said, **ids, meeting=meeting.pk)).path
    browser = Client()
    assert browser.get(path).status_code == 200
    assert answer_row(cast, cast.sam) is None
    page = browser.post(path, {"guests": "2", "words": "By bus"})
    assert "Thank you" in page.text
    expected = "yes" if said == "late" else said
    row = answer_row(cast, cast.sam)
    assert row == (expected, 0 if said == "no" else 2, Way.LINK)
    other = path.replace(f"/{said}/", "/yes/" if said != "yes" else "/no/")
    assert browser.post(other).status_code == 404
    assert "2 people" in page.text or said in ("no", "maybe") or "2 more" in page.text


def test_a_link_of_a_series_answers_for_all_of_it(cast: Cast) -> None:
    invites(cast)
    page = Client().post(path_of(told(cast.sam)[0], "yes"), {"guests": "", "words": ""})
    assert "every meeting of this series" in page.text
    with scope(cast.community):
        assert StandingAnswer.objects.get().answer == Answer.YES


def test_a_link_to_what_is_over_or_cancelled_says_so(cast: Cast) -> None:
    invites(cast, rule="")
    path = path_of(told(cast.sam)[0], "yes")
    with scope(cast.community):
        Meeting.objects.update(state=MeetingState.CANCELLED)
    assert "was cancelled" in Client().post(path).text
    assert answer_row(cast, cast.sam) is None


def test_one_answers_for_another_of_his_site_who_is_told(cast: Cast, as_member: Any) -> None:
    with scope(cast.community):
        (meeting,) = meetings_of(planned(cast, rule=""))
    url = meeting.get_absolute_url()
    browser = as_member(cast.tess)
    assert "Rosa" in browser.get(url).text
    said = {"member": cast.rosa.pk, "answer": "yes"}
    page = browser.post(f"{url}site/answer/", said, follow=True).text
    assert "(Tess Bell said so)" not in browser.get(url).text or "Tess" in page
    assert browser.post(f"{url}site/answer/", {**said, "member": cast.sam.pk}).status_code == 404
    with scope(cast.community):
        row = Rsvp.objects.get()
        assert (row.member_id, row.by_id, row.answer) == (cast.rosa.pk, cast.tess.pk, "yes")
    work()
    mail = OutgoingMail.objects.get(kind="meeting_answer")
    assert mail.to == cast.rosa.user.email
    Client().post(path_of(mail, "no"))
    assert answer_row(cast, cast.rosa) == ("no", 0, "link")


def change(cast: Cast, meeting: Meeting, *, moved: bool, **values: Any) -> None:
    """Do as the schedule does: change a row and its sequence, and have it told."""
    with scope(cast.community):
        Meeting.objects.filter(pk=meeting.pk).update(
            sequence=meeting.sequence + 1, is_changed=True, changed_at=timezone.now(), **values
        )
        fresh = Meeting.objects.select_related("series").get(pk=meeting.pk)
        fresh.community = fresh.series.community = cast.community
        if fresh.state == MeetingState.CANCELLED:
            tell_cancelled(fresh)
        else:
            tell_changed(fresh, moved=moved)
    work()


def test_a_moved_meeting_is_told_to_all_and_a_change_of_place_not_to_who_declined(
    cast: Cast,
) -> None:
    series = invites(cast)
    with scope(cast.community):
        first = meetings_of(series)[0]
        says(cast.tess, first, Answer.NO)
        says(cast.sam, first)
    change(cast, first, moved=False, room="Library")
    assert (len(told(cast.tess)), len(told(cast.sam))) == (1, 2)
    first.sequence = 1
    later = first.starts_at + timedelta(hours=1)
    change(cast, first, moved=True, starts_at=later, ends_at=later + timedelta(hours=1))
    mine, hers = told(cast.sam)[-1], told(cast.tess)[-1]
    assert str(opened(hers)["Subject"]).startswith("New time: Monthly table")
    (event,) = events_of(mine)
    assert (event["SEQUENCE"], event["ATTENDEE"].params["PARTSTAT"]) == (2, "ACCEPTED")
    assert event["RECURRENCE-ID"].dt.strftime("%Y%m%dT%H%M%S") == first.slot
    assert event["DTSTART"].dt == later
    # What he declined would not be shown to him at its other time.
    assert events_of(hers)[0]["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    path_of(hers, "yes")


def test_a_cancelled_meeting_goes_out_of_calendars_and_is_told_at_once(cast: Cast) -> None:
    series = invites(cast)
    hour = timezone.now().hour
    for one in (cast.sam, cast.tess):
        one.user.time_zone = "UTC"
        one.user.quiet_from, one.user.quiet_until = (hour - 1) % 24, (hour + 3) % 24
        one.user.save()
    with scope(cast.community):
        first, second, *_rest = meetings_of(series)
        says(cast.rosa, first, Answer.NO)
    soon = timezone.now() + timedelta(hours=2)
    change(
        cast,
        first,
        moved=False,
        state=MeetingState.CANCELLED,
        starts_at=soon,
        ends_at=soon + timedelta(hours=1),
        note="Snow",
    )
    mail = told(cast.sam)[-1]
    assert "This meeting is cancelled." in text_of(mail)
    assert "Snow" in text_of(mail)
    assert calendar_of(mail)["METHOD"] == "CANCEL"
    assert events_of(mail)[0]["STATUS"] == "CANCELLED"
    assert mail.due_at <= timezone.now()
    assert len(told(cast.rosa)) == 1
    change(cast, second, moved=False, state=MeetingState.CANCELLED)
    assert told(cast.sam)[-1].due_at > timezone.now()


def test_a_cancelled_series_goes_out_of_calendars(cast: Cast) -> None:
    series = invites(cast)
    with scope(cast.community):
        Series.objects.update(cancelled_at=timezone.now(), cancel_note="No money", sequence=1)
        tell_cancelled(series)
    work()
    mail = told(cast.sam)[-1]
    assert "These meetings are cancelled." in text_of(mail)
    assert "No money" in text_of(mail)
    assert (calendar_of(mail)["METHOD"], events_of(mail)[0]["SEQUENCE"]) == ("CANCEL", 1)
    assert "mail/meeting/yes" not in text_of(mail)


def test_a_batch_costs_the_same_queries_for_two_and_for_all(
    cast: Cast,
) -> None:
    costs = []
    with scope(cast.community):
        few = planned(cast, audience=cast.superintendents.audience)
        for series in (few, planned(cast)):
            with CaptureQueriesContext(connection) as counted:
                telling.invite(series.pk)
            costs.append(len(counted))
    assert costs[0] == costs[1]


def test_the_mails_are_sent(cast: Cast, smtp_peer: SmtpPeer) -> None:
    invites(cast)
    call_command("send_mail")
    (received,) = smtp_peer.to("rosa@example.org")
    assert received.message["Content-Language"] == "es"
