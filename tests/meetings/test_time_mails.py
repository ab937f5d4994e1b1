"""Everybody is asked by mail once, answers by its link or in plain words, and hears what comes of it."""

import re
import smtplib
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.models import DueWork
from communities.scope import scope
from mailroom.models import State
from meetings.finding import promises, telling
from meetings.finding.answering import ticked_by
from meetings.finding.asking import add_slot
from meetings.finding.deciding import close_poll, make_meeting
from meetings.finding.links import tick_url
from meetings.inviting import telling as inviting
from meetings.models import TimePoll, TimeReply, TimeSlot
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.mailroom.conftest import door as door
from tests.mailroom.letters import HOST, answers
from tests.mailroom.mailbox import Mailbox
from tests.meetings.invitation_scenes import told
from tests.meetings.poll_scenes import asked, asks, starts, ticks, told_of
from tests.meetings.scenes import ZONE
from tests.notifications.notice_scenes import work
from tests.opened_mail import opened, text_of
from tests.smtp_peer import SmtpPeer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _receives_mail(settings: Settings) -> None:
    settings.INBOUND_HOST = HOST


def path_in(mail: OutgoingMail, what: str = "mail/times/") -> str:
    found = re.search(rf"https?://\S*/{what}\S*", text_of(mail))
    assert found, text_of(mail)
    return urlsplit(found[0]).path


def change(cast: Cast, poll: TimePoll, **values: Any) -> None:
    with scope(cast.community):
        TimePoll.objects.filter(pk=poll.pk).update(**values)


def numbers_of(cast: Cast, poll: TimePoll) -> set[int] | None:
    """Return what sam ticked; None if he said nothing."""
    with scope(cast.community):
        reply, numbers = ticked_by(cast.sam, poll)
        return None if reply is None else numbers


def test_everybody_invited_is_asked_once(cast: Cast) -> None:
    asks(cast, about="Late ones")
    assert [len(told_of(one)) for one in (cast.sam, cast.tess, cast.rosa, cast.fay)] == [1, 1, 1, 1]
    assert [told_of(one) for one in (cast.gus, cast.lee, cast.olga)] == [[], [], []]
    mail = told_of(cast.sam)[0]
    text = text_of(mail)
    assert opened(mail)["Subject"] == "When can you meet? Table on buses"
    assert "Fay Moua is looking for a time to meet." in text
    assert "Late ones" in text
    for number in (1, 2, 3):
        assert re.search(rf"^{number}: \w+day, ", text, re.MULTILINE)
    assert "Or just answer this mail." in text
    assert "¿Cuáles de estas le convienen?" in text_of(told_of(cast.rosa)[0])
    header = str(opened(mail)["List-Unsubscribe"])
    assert len(max(header.split(), key=len)) <= 77
    with scope(cast.community):
        telling.ask(TimePoll.objects.get().pk)
    assert len(told_of(cast.sam)) == 1


def test_the_reader_s_clock_stands_first(cast: Cast) -> None:
    cast.sam.user.time_zone = "America/Los_Angeles"
    cast.sam.user.save()
    asks(cast)
    text = text_of(told_of(cast.sam)[0])
    assert "4 p.m. – 5:30 p.m." in text
    assert "That is 6 p.m., Central time (Chicago)." in text


def test_a_worker_that_is_killed_goes_on_where_it_was(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inviting, "BATCH", 2)
    with scope(cast.community):
        poll = asked(cast)
        telling.ask(poll.pk)
        assert OutgoingMail.objects.filter(kind="time_poll").count() == 2
    work()
    people = [cast.members[name] for name in ("sam", "tess", "pat", "rosa", "fay", "ada")]
    assert [len(told_of(one)) for one in people] == [1] * 6


def test_a_mail_waits_for_the_end_of_quiet_hours(cast: Cast) -> None:
    hour = timezone.now().hour
    cast.sam.user.time_zone = "UTC"
    cast.sam.user.quiet_from, cast.sam.user.quiet_until = (hour - 1) % 24, (hour + 3) % 24
    cast.sam.user.save()
    asks(cast)
    assert told_of(cast.sam)[0].due_at > timezone.now() + timedelta(hours=1)
    assert told_of(cast.tess)[0].due_at <= timezone.now()


def test_the_link_shows_the_times_and_a_press_keeps_what_is_ticked(cast: Cast) -> None:
    poll = asks(cast)
    path, browser = path_in(told_of(cast.sam)[0]), Client(enforce_csrf_checks=True)
    page = browser.get(path)
    assert page.text.count('name="times"') == 3
    assert numbers_of(cast, poll) is None
    given = {"times": ["1", "3"], "words": "By bus"}
    assert browser.post(path, given).status_code == 403
    browser = Client()
    assert "Thank you." in browser.post(path, given).text
    assert numbers_of(cast, poll) == {1, 3}
    assert browser.get(path).text.count(" checked") == 2
    assert "By bus" in browser.get(path).text
    browser.post(path, {"none": "1", "words": ""})
    assert numbers_of(cast, poll) == set()
    refused = browser.post(path, {"words": "I think"})
    assert refused.status_code == 422
    assert "Tick the times that suit you" in refused.text
    assert "I think" in refused.text


def test_the_page_of_the_link_speaks_the_reader_s_language(cast: Cast) -> None:
    asks(cast)
    page = Client().get(path_in(told_of(cast.rosa)[0])).text
    assert "Marque todas las horas que le convienen" in page
    assert "Ninguna me conviene" in page


def test_the_link_is_one_person_s_and_ends_with_his_membership(cast: Cast) -> None:
    poll = asks(cast)
    path = path_in(told_of(cast.sam)[0])
    forged = path[:-2] + ("y/" if path[-2] == "x" else "x/")
    assert Client().get(forged).status_code == 404
    with scope(cast.community):
        cast.sam.status = "left"
        cast.sam.save()
    assert Client().get(path).status_code == 404
    ids = {"community": cast.community.pk, "poll": poll.pk}
    gus = urlsplit(tick_url(member=cast.gus.pk, **ids)).path
    assert Client().post(gus, {"times": "1"}).status_code == 404


def test_the_link_says_when_it_is_too_late(cast: Cast) -> None:
    poll = asks(cast)
    path = path_in(told_of(cast.sam)[0])
    with scope(cast.community):
        make_meeting(poll, TimeSlot.objects.earliest("number"), by=cast.fay)
    answer = Client().post(path, {"times": "1"})
    assert "Fay Moua has chosen the time. It is a meeting now." in answer.text
    assert numbers_of(cast, poll) is None


def test_who_wants_no_such_mails_gets_none_and_is_invited_all_the_same(
    cast: Cast, as_member: Any
) -> None:
    poll = asks(cast)
    path = path_in(told_of(cast.sam)[0], "mail/times/stop/")
    browser = Client(enforce_csrf_checks=True)
    assert "Press the button" in browser.get(path).text
    assert "no more of these mails" in browser.post(path, {"List-Unsubscribe": "One-Click"}).text
    with scope(cast.community):
        ticks(cast.sam, poll, 1)
        ticks(cast.tess, poll, 1)
        add_slot(poll, starts(20)[0], by=cast.fay)
    work()
    assert [len(told_of(one)) for one in (cast.sam, cast.tess)] == [1, 2]
    url = poll.get_absolute_url()
    page = as_member(cast.sam).get(url).text
    assert "Send me mails about this again" in page
    as_member(cast.sam).post(f"{url}no-mails/delete/")
    assert "Send me no mails" in as_member(cast.sam).get(url).text
    as_member(cast.sam).post(f"{url}no-mails/")
    with scope(cast.community):
        make_meeting(poll, TimeSlot.objects.earliest("number"), by=cast.fay)
    work()
    assert [len(told(one)) for one in (cast.sam, cast.tess)] == [1, 1]


def test_who_has_not_answered_is_reminded_once_on_the_day_before(cast: Cast) -> None:
    poll = asks(cast)
    with scope(cast.community):
        ticks(cast.sam, poll)
    row = DueWork.objects.get(kind=promises.REMIND)
    day = poll.answer_by - timedelta(days=1)
    assert row.due_at == datetime(day.year, day.month, day.day, 8, tzinfo=ZoneInfo(ZONE))
    for _again in range(2):
        DueWork.objects.filter(kind=promises.REMIND).update(due_at=timezone.now())
        work()
    assert [len(told_of(one)) for one in (cast.sam, cast.tess)] == [1, 2]
    mail = told_of(cast.tess)[1]
    assert opened(mail)["Subject"] == "Reminder: when can you meet? Table on buses"
    assert "We have no answer from you yet." in text_of(mail)


def test_who_is_asked_the_day_before_is_not_reminded(cast: Cast) -> None:
    tomorrow = timezone.now().astimezone(ZoneInfo(ZONE)).date() + timedelta(days=1)
    asks(cast, answer_by=tomorrow)
    assert not DueWork.objects.filter(kind=promises.REMIND).exists()


def test_nobody_is_reminded_of_what_is_decided(cast: Cast) -> None:
    poll = asks(cast)
    with scope(cast.community):
        close_poll(poll, words="", by=cast.fay)
    DueWork.objects.filter(kind=promises.REMIND).update(due_at=timezone.now())
    work()
    assert len(told_of(cast.tess)) == 1


def test_who_answered_is_told_of_another_time(cast: Cast) -> None:
    poll = asks(cast)
    with scope(cast.community):
        ticks(cast.sam, poll, 1)
        add_slot(poll, starts(20)[0], by=cast.fay)
        add_slot(poll, starts(21)[0], by=cast.fay)
    work()
    assert [len(told_of(one)) for one in (cast.sam, cast.tess)] == [2, 1]
    assert "4: " in text_of(told_of(cast.sam)[1])
    with scope(cast.community):
        ticks(cast.sam, poll, 1, 4)
        telling.tell_more(poll.pk)
    assert len(told_of(cast.sam)) == 2


def test_closing_tells_those_who_answered(cast: Cast) -> None:
    poll = asks(cast)
    with scope(cast.community):
        ticks(cast.sam, poll)
        close_poll(poll, words="Snow everywhere", by=cast.fay)
    work()
    assert [len(told_of(one)) for one in (cast.sam, cast.tess)] == [2, 1]
    mail = told_of(cast.sam)[1]
    assert opened(mail)["Subject"] == "No meeting for now: Table on buses"
    assert "Snow everywhere" in text_of(mail)
    assert "mail/times/stop/" in text_of(mail)
    assert "Tick what suits you" not in text_of(mail)


def test_a_meeting_is_told_by_its_invitation_alone(cast: Cast) -> None:
    poll = asks(cast)
    with scope(cast.community):
        ticks(cast.sam, poll, 1)
        make_meeting(poll, TimeSlot.objects.earliest("number"), by=cast.fay)
    work()
    assert len(told_of(cast.sam)) == 1
    assert [len(told(one)) for one in (cast.sam, cast.tess, cast.fay)] == [1, 1, 1]


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_a_plain_reply_ticks(cast: Cast, smtp_peer: SmtpPeer, door: smtplib.LMTP) -> None:
    poll = asks(cast)
    sam = Mailbox(cast.sam.user.email, cast.sam.name, smtp_peer, door)
    mail = sam.new_mail()
    got = sam.answer(mail, "1 and 3\nMy bus comes at a quarter past.")
    assert (got.state, got.reason) == (State.DONE, "")
    assert numbers_of(cast, poll) == {1, 3}
    assert not answers(cast.sam)
    with scope(cast.community):
        reply = TimeReply.objects.get()
        assert (reply.way, "quarter past" in reply.words) == ("mail", True)
    sam.answer(mail, "ninguna")
    assert numbers_of(cast, poll) == set()
    # What is not sure changes nothing, and is asked back.
    sam.answer(mail, "Rather in the morning, at 8")
    assert numbers_of(cast, poll) == set()
    back = sam.new_mail()
    assert "We are not sure which times of “Table on buses” suit you." in back.text
    page = Client().get(urlsplit(re.findall(r"https?://\S*/mail/times/\S+", back.text)[0]).path)
    assert page.text.count('name="times"') == 3
    with scope(cast.community):
        close_poll(poll, words="", by=cast.fay)
    sam.answer(mail, "2")
    assert numbers_of(cast, poll) == set()
    assert "Fay Moua has closed this without a meeting." in sam.new_mails()[-1].text


def day_after(cast: Cast) -> None:
    """Let the morning after the last day for answers come."""
    with scope(cast.community):
        DueWork.objects.filter(kind=promises.CHOOSE).update(due_at=timezone.now())
    work()


def test_its_host_is_told_when_it_is_time_to_choose(cast: Cast) -> None:
    poll = asks(cast)
    with scope(cast.community):
        local = DueWork.objects.get(kind=promises.CHOOSE).due_at.astimezone(ZoneInfo(ZONE))
        assert (local.date(), local.hour) == (poll.answer_by + timedelta(days=1), 8)
        ticks(cast.sam, poll, 1, 2)
        ticks(cast.tess, poll, 2)
    before = [len(told_of(one)) for one in (cast.sam, cast.fay)]
    day_after(cast)
    assert [len(told_of(one)) for one in (cast.sam, cast.fay)] == [before[0], before[1] + 1]
    mail = told_of(cast.fay)[-1]
    text = text_of(mail)
    assert opened(mail)["Subject"] == "Which time is it? Table on buses"
    assert "2 people have answered." in text
    assert re.search(r"Best so far: .*suits 2 people", text)
    assert poll.get_absolute_url() in text
    assert "You get this mail because you asked for a time." in text


def test_nobody_is_told_to_choose_what_is_decided(cast: Cast) -> None:
    poll = asks(cast)
    with scope(cast.community):
        close_poll(poll, words="Not now.", by=cast.fay)
    work()
    before = len(told_of(cast.fay))
    day_after(cast)
    assert len(told_of(cast.fay)) == before


def test_a_host_whom_nobody_answered_is_told_so(cast: Cast) -> None:
    asks(cast)
    day_after(cast)
    text = text_of(told_of(cast.fay)[-1])
    assert "Nobody has answered." in text
    assert "Best so far" not in text
