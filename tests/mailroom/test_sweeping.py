"""A message that kills or defeats its reader is held in the end; none is forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communities.due_work import do_one
from communities.models import DueWork
from mailroom import actions, settling, sweeping
from mailroom.models import Door, InboundMessage, State
from mailroom.reasons import Reason
from mailroom.receiving import receive
from tests.mailroom.letters import HOST

pytestmark = pytest.mark.django_db


def received() -> InboundMessage:
    return receive(
        b"From: sam@example.org\r\n\r\nHello\r\n",
        recipients=[f"nothing@{HOST}"],
        sender="sam@example.org",
        door=Door.COMMAND,
    )[0]


def test_a_message_that_cannot_be_read_three_times_is_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message = received()
    monkeypatch.setattr(settling, "judge", lambda *_mail, **_hosts: 1 / 0)
    for _time in range(3):
        assert InboundMessage.objects.get().state == State.WAITING
        DueWork.objects.update(due_at=timezone.now())
        do_one(DueWork.objects.get().pk)
    message.refresh_from_db()
    assert (message.state, message.reason) == (State.HELD, Reason.FAULT)
    assert message.content
    monkeypatch.undo()
    actions.read_again(message)
    do_one(DueWork.objects.get().pk)
    message.refresh_from_db()
    assert (message.state, message.reason) == (State.ANSWERED, Reason.NO_SUCH_ADDRESS)


def test_a_message_whose_reader_was_killed_three_times_is_held_after_an_hour() -> None:
    message = received()
    InboundMessage.objects.update(attempts=3)
    sweeping.look_after_waiting()
    assert InboundMessage.objects.get().state == State.WAITING
    InboundMessage.objects.update(received_at=timezone.now() - timedelta(minutes=61))
    sweeping.look_after_waiting()
    message.refresh_from_db()
    assert (message.state, message.reason) == (State.HELD, Reason.FAULT)


def test_a_promise_that_was_lost_is_given_anew() -> None:
    message = received()
    DueWork.objects.all().delete()
    InboundMessage.objects.update(received_at=timezone.now() - timedelta(minutes=16))
    sweeping.look_after_waiting()
    assert DueWork.objects.get().object_id == message.pk


def test_bodies_are_kept_for_thirty_days_after_they_were_settled() -> None:
    received()
    do_one(DueWork.objects.get().pk)
    InboundMessage.objects.update(settled_at=timezone.now() - timedelta(days=29))
    assert sweeping.forget_old_bodies() == 0
    InboundMessage.objects.update(settled_at=timezone.now() - timedelta(days=31))
    assert sweeping.forget_old_bodies() == 1
    assert InboundMessage.objects.get().content is None
