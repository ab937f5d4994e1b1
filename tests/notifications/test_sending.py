"""Mail goes out over real SMTP: taken, refused for now, refused for good, not answered."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from config import environment
from notifications.models import OutgoingMail, State
from notifications.outgoing import queue_mail
from notifications.sending import forget_old_bodies, send_waiting
from tests.smtp_peer import SmtpPeer

pytestmark = pytest.mark.django_db


def queue(number: int = 1) -> OutgoingMail:
    return queue_mail(
        kind="test",
        key=str(number),
        to=f"person{number}@example.org",
        subject=f"Number {number}",
        text=".A line with a dot\n",
        html="<p>Words</p>\n",
    )


def make_due() -> None:
    """Let the time of the next try come."""
    OutgoingMail.objects.update(due_at=timezone.now())


def minutes_to_wait(mail: OutgoingMail) -> int:
    return round((mail.due_at - timezone.now()) / timedelta(minutes=1))


def test_the_stored_bytes_go_out_to_the_address(smtp_peer: SmtpPeer) -> None:
    mail = queue()
    assert send_waiting() == 1
    (received,) = smtp_peer.received
    assert received.raw == bytes(mail.content or b"")
    assert received.recipients == ["person1@example.org"]
    assert received.sender == "porchlight@localhost"
    mail.refresh_from_db()
    assert mail.state == State.SENT
    assert mail.sent_at is not None
    assert send_waiting() == 0


def test_a_batch_goes_over_one_connection(smtp_peer: SmtpPeer) -> None:
    connections = 0
    made: Callable[[], object] = smtp_peer._controller.factory

    def counted() -> object:
        nonlocal connections
        connections += 1
        return made()

    smtp_peer._controller.factory = counted  # type: ignore[method-assign]
    for number in range(120):
        queue(number)
    call_command("send_mail")
    assert len(smtp_peer.received) == 120
    assert connections == 1


def test_a_server_that_is_busy_is_asked_again_ever_later(smtp_peer: SmtpPeer) -> None:
    mail = queue()
    smtp_peer.refuse("451 4.3.0 later, please")
    waits = []
    for _try in range(6):
        assert send_waiting() == 0
        mail.refresh_from_db()
        assert mail.state == State.WAITING
        assert "451 4.3.0 later, please" in mail.reason
        waits.append(minutes_to_wait(mail))
        assert send_waiting() == 0  # not before its time
        make_due()
    assert waits == [1, 5, 15, 60, 60, 60]
    assert smtp_peer.attempts == 6
    smtp_peer.accept()
    assert send_waiting() == 1
    assert smtp_peer.received[0].message["Message-ID"] == mail.message_id


def test_after_three_days_it_is_held_for_an_admin(smtp_peer: SmtpPeer) -> None:
    mail = queue()
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=3, minutes=1))
    smtp_peer.refuse("451 no")
    send_waiting()
    mail.refresh_from_db()
    assert mail.state == State.HELD
    assert mail.reason == "Given up after three days: 451 no"
    make_due()
    smtp_peer.accept()
    assert send_waiting() == 0


def test_a_refusal_for_good_is_kept_with_its_reason_and_the_next_mail_goes(
    smtp_peer: SmtpPeer,
) -> None:
    first = queue(1)
    smtp_peer.refuse("550 5.1.1 no such person")
    send_waiting()
    smtp_peer.accept()
    queue(2)
    assert send_waiting() == 1
    first.refresh_from_db()
    assert first.state == State.REFUSED
    assert first.reason == "550 5.1.1 no such person"
    make_due()
    assert send_waiting() == 0


def hanging_up(peer: SmtpPeer) -> None:
    peer.hang_up()


def closing(peer: SmtpPeer) -> None:
    peer.refuse("421 closing")


@pytest.mark.parametrize("fault", [hanging_up, closing])
def test_a_server_that_is_away_costs_one_try_and_no_mail(
    smtp_peer: SmtpPeer, fault: Callable[[SmtpPeer], None]
) -> None:
    for number in range(3):
        queue(number)
    fault(smtp_peer)
    assert send_waiting() == 0
    assert smtp_peer.attempts == 1
    assert set(OutgoingMail.objects.values_list("state", "attempts")) == {("waiting", 1)}
    assert all(minutes_to_wait(mail) == 1 for mail in OutgoingMail.objects.all())
    assert all(mail.reason for mail in OutgoingMail.objects.all())
    smtp_peer.accept()
    make_due()
    assert send_waiting() == 3


def test_a_server_that_is_not_there_costs_no_mail(smtp_peer: SmtpPeer, settings: Settings) -> None:
    queue()
    there = settings.MAILERS
    settings.MAILERS = {"default": environment.mailer("NO_SUCH_NAME", "smtp://127.0.0.1:9")}
    assert send_waiting() == 0
    assert "refused" in OutgoingMail.objects.get().reason
    settings.MAILERS = there
    make_due()
    assert send_waiting() == 1


def test_a_server_that_takes_two_mails_a_connection_gets_all(smtp_peer: SmtpPeer) -> None:
    for number in range(7):
        queue(number)
    answered = 0

    def limit(_mail: object) -> None:
        nonlocal answered
        answered += 1
        if answered % 3 == 0:
            smtp_peer.refuse("421 too many")
        else:
            smtp_peer.accept()

    smtp_peer.on_data = limit
    assert send_waiting() == 7
    assert sorted(mail.subject for mail in smtp_peer.received) == [f"Number {n}" for n in range(7)]


def test_an_address_that_smtp_cannot_carry_is_refused(smtp_peer: SmtpPeer) -> None:
    mail = queue()
    OutgoingMail.objects.update(to="peña@example.org")
    assert send_waiting() == 0
    mail.refresh_from_db()
    assert mail.state == State.REFUSED
    assert mail.reason.startswith("It cannot be written for SMTP")


def test_a_mail_whose_sender_was_killed_waits_for_the_end_of_the_lease(smtp_peer: SmtpPeer) -> None:
    mail = queue()
    OutgoingMail.objects.update(state=State.SENDING, due_at=timezone.now() + timedelta(minutes=15))
    assert send_waiting() == 0
    make_due()
    assert send_waiting() == 1
    assert smtp_peer.received[0].message["Message-ID"] == mail.message_id


def test_a_mail_that_kills_its_senders_is_held_and_the_others_go(smtp_peer: SmtpPeer) -> None:
    poison, other = queue(1), queue(2)
    OutgoingMail.objects.update(state=State.SENDING)
    OutgoingMail.objects.filter(pk=poison.pk).update(senders_lost=2)
    make_due()
    assert send_waiting() == 1
    poison.refresh_from_db()
    other.refresh_from_db()
    assert (poison.state, other.state) == (State.HELD, State.SENT)


def test_bodies_of_settled_mails_are_kept_for_thirty_days() -> None:
    states = [State.SENT, State.REFUSED, State.HELD, State.WAITING]
    for number, state in enumerate(states):
        OutgoingMail.objects.filter(pk=queue(number).pk).update(state=state)
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=29))
    assert forget_old_bodies() == 0
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert forget_old_bodies() == 3
    assert set(OutgoingMail.objects.exclude(content=None).values_list("state", flat=True)) == {
        State.WAITING
    }
    assert OutgoingMail.objects.count() == 4
