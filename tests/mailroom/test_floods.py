"""More mail than anybody writes: the doors turn it away for now, what is inside is held."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from mailroom.actions import read_again
from mailroom.floods import FROM_A_SENDER, TO_A_COMMUNITY, TO_AN_ADDRESS
from mailroom.models import Door, InboundMessage, State
from mailroom.reasons import Reason
from mailroom.receiving import TooFastError, receive
from tests.cast import Cast
from tests.mailroom.letters import HOST, arrive, letter, reply_to
from tests.notifications.notice_scenes import answer, ask, mails, work

pytestmark = pytest.mark.django_db


def came(count: int, **values: object) -> None:
    """Let so many mails have come within the hour."""
    InboundMessage.objects.bulk_create(
        InboundMessage(door=Door.COMMAND, content=b"", size=0, **values) for _ in range(count)
    )


def come(recipient: str, sender: str) -> None:
    receive(b"Subject: x\n\nx", recipients=[recipient], sender=sender, door=Door.COMMAND)


def test_a_sender_is_turned_away_once_he_wrote_too_much_within_an_hour() -> None:
    came(FROM_A_SENDER - 1, sender="bot@x.example", recipient=f"a@{HOST}")
    come(f"c@{HOST}", "bot@x.example")
    with pytest.raises(TooFastError):
        come(f"b@{HOST}", "bot@x.example")
    come(f"b@{HOST}", "ana@x.example")
    with pytest.raises(CommandError) as told:
        call_command("receive_mail", "/dev/null", to=[f"b@{HOST}"], sender="bot@x.example")
    assert told.value.returncode == 75
    assert InboundMessage.objects.count() == FROM_A_SENDER + 1


def test_an_address_takes_no_more_within_an_hour_and_bounces_have_no_sender_to_count() -> None:
    came(TO_AN_ADDRESS - 1, sender="", recipient=f"a@{HOST}")
    come(f"a@{HOST}", "")
    with pytest.raises(TooFastError):
        come(f"a@{HOST}", "ana@x.example")
    come(f"b@{HOST}", "")


def test_what_is_too_much_for_a_community_is_held_until_an_admin_lets_it_through(
    cast: Cast,
) -> None:
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess)
    work()
    to = reply_to(mails(cast.sam)[0])
    settled = {"state": State.DONE, "settled_at": timezone.now()}
    came(TO_A_COMMUNITY - 1, recipient="", community=cast.community, **settled)
    assert arrive(letter(to, "One.", sender="sam@example.org")).state == State.DONE
    held = arrive(letter(to, "Two.", sender="sam@example.org"))
    assert (held.state, held.reason) == (State.HELD, Reason.FLOOD)
    read_again(held)
    work()
    held.refresh_from_db()
    assert held.state == State.DONE
