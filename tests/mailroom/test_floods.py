"""More mail than anybody writes: the doors turn it away for now, what is inside is held."""

import pytest
from django.core.management import CommandError, call_command

from mailroom import floods
from mailroom.actions import read_again
from mailroom.models import Door, InboundMessage, State
from mailroom.reasons import Reason
from mailroom.receiving import TooFastError, receive
from tests.cast import Cast
from tests.mailroom.letters import HOST, arrive, letter, reply_to
from tests.notifications.notice_scenes import answer, ask, mails, work

pytestmark = pytest.mark.django_db


def come(recipient: str, sender: str) -> None:
    receive(b"Subject: x\n\nx", recipients=[recipient], sender=sender, door=Door.COMMAND)


def test_a_sender_is_turned_away_once_he_wrote_too_much_within_an_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(floods, "FROM_A_SENDER", 3)
    for number in range(3):
        come(f"a{number}@{HOST}", "bot@x.example")
    with pytest.raises(TooFastError):
        come(f"b@{HOST}", "bot@x.example")
    come(f"b@{HOST}", "ana@x.example")
    with pytest.raises(CommandError) as told:
        call_command("receive_mail", "/dev/null", to=[f"b@{HOST}"], sender="bot@x.example")
    assert told.value.returncode == 75
    assert InboundMessage.objects.count() == 4


def test_an_address_takes_no_more_within_an_hour_and_bounces_have_no_sender_to_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(floods, "FROM_A_SENDER", 1)
    monkeypatch.setattr(floods, "TO_AN_ADDRESS", 2)
    for _again in range(2):
        come(f"a@{HOST}", "")
    with pytest.raises(TooFastError):
        come(f"a@{HOST}", "ana@x.example")
    come(f"b@{HOST}", "")


def test_what_is_too_much_for_a_community_is_held_until_an_admin_lets_it_through(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floods, "TO_A_COMMUNITY", 1)
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess)
    work()
    to = reply_to(mails(cast.sam)[0])
    assert arrive(letter(to, "One.", sender="sam@example.org")).state == State.DONE
    held = arrive(letter(to, "Two.", sender="sam@example.org"))
    assert (held.state, held.reason) == (State.HELD, Reason.FLOOD)
    read_again(held)
    work()
    held.refresh_from_db()
    assert held.state == State.DONE
