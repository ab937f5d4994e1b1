"""Addresses that mail does not reach: counted, stopped, told of, probed, and begun again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.scope import scope
from core.signed_links import make_short_token
from notifications.delivery_faults import Fault
from notifications.models import Notice, OutgoingMail, State, Suppression
from notifications.models.suppression import STOPS_AT
from notifications.outgoing import queue_mail
from notifications.probe_mail import again_url
from notifications.sending import send_waiting
from notifications.suppression import (
    begin_again,
    look_after_stopped,
    note_complaint,
    note_failure,
    stopped_among,
)
from tests.cast import Cast
from tests.digests import scenes as digests
from tests.notifications.notice_scenes import answer, ask, work
from tests.opened_mail import text_of
from tests.smtp_peer import SmtpPeer

pytestmark = pytest.mark.django_db
SAM = "sam@example.org"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def stopped() -> bool:
    return SAM in stopped_among([SAM])


def earlier(days: float) -> None:
    """Let this many days have passed since what was counted and planned."""
    for row in Suppression.objects.all():
        row.counted_at -= days * DAY
        row.due_at = row.due_at and row.due_at - days * DAY
        row.save()


def stop_mail_to_sam() -> None:
    note_failure(SAM, Fault.HARD, "550 5.1.1 no such person")
    earlier(1)
    note_failure(SAM, Fault.HARD, "550 5.1.1 no such person")


def queue(to: str = SAM, *, key: str = "1") -> OutgoingMail:
    return queue_mail(kind="test", key=key, to=to, subject="Hi", text="Hi\n", html="<p>Hi</p>")


@pytest.mark.parametrize(
    ("fault", "every", "times"),
    [
        (Fault.HARD, 1, 2),
        (Fault.HARD, 7, 2),
        (Fault.HARD, 31, 3),
        (Fault.SOFT, 1, 7),
        (Fault.SOFT, 7, 14),
        (Fault.SOFT, 31, 0),
    ],
)
def test_how_many_failures_stop_mail(fault: Fault, every: int, times: int) -> None:
    row = Suppression(counted_at=NOON)
    counts = []
    for number in range(30):
        row.count(fault, NOON + number * every * DAY)
        counts.append(row.points >= STOPS_AT)
    assert (counts.index(True) + 1 if any(counts) else 0) == times


def test_of_one_day_the_worst_failure_counts_alone() -> None:
    row = Suppression(counted_at=NOON)
    for fault in (Fault.SOFT, Fault.HARD, Fault.HARD, Fault.SOFT):
        row.count(fault, NOON)
    assert row.points == 2


def test_stopped_mail_is_told_to_facilitators_once_and_begun_by_its_person(
    cast: Cast, client: Client
) -> None:
    stop_mail_to_sam()
    note_failure(SAM, Fault.HARD, "550 5.1.1 no such person")
    work()
    told = OutgoingMail.objects.filter(kind="mail_stopped").order_by("to")
    # Fay and Ada at Four Rivers; nobody keeps Lakes going.
    assert [mail.to for mail in told] == ["ada@example.org", "fay@example.org"]
    assert "Our mail to Sam Ortiz came back more than once." in text_of(told[0])
    assert "550 5.1.1 no such person" in text_of(told[0])
    client.force_login(cast.sam.user)
    assert "Our mail does not reach you at sam@example.org." in client.get("/c/four-rivers/").text
    page = client.get("/me/mails/stop/").text
    assert "Is your mailbox full?" in page
    done = client.post("/me/mails/stop/delete/", follow=True)
    assert "We write to you at sam@example.org." in done.text
    assert not stopped()
    # On probation: one failure for good is enough now.
    note_failure(SAM, Fault.HARD, "550 5.1.1 no such person")
    assert stopped()


def test_a_complaint_stops_mail_at_once_and_nobody_is_told(cast: Cast, client: Client) -> None:
    note_complaint(SAM)
    work()
    assert stopped()
    assert not OutgoingMail.objects.exists()
    earlier(365)
    look_after_stopped()
    assert not OutgoingMail.objects.exists()
    client.force_login(cast.fay.user)
    person = cast.sam.get_absolute_url()
    page = client.get(person).text
    assert "gets no mail from us, and wants it so" in page
    assert client.post(f"{person}mail/stop/delete/").status_code == 403
    assert stopped()


def test_a_facilitator_begins_it_for_a_member(cast: Cast, client: Client) -> None:
    stop_mail_to_sam()
    client.force_login(cast.fay.user)
    assert "Sam Ortiz" in client.get("/c/four-rivers/messages/sent/").text
    person = cast.sam.get_absolute_url()
    assert "Please ask Sam Ortiz in person or by phone." in client.get(person).text
    client.post(f"{person}mail/stop/delete/")
    assert not stopped()
    assert "came back" not in client.get(person).text


def test_a_probe_goes_after_a_week_and_its_button_begins_mail_again(
    cast: Cast, client: Client, smtp_peer: SmtpPeer
) -> None:
    stop_mail_to_sam()
    earlier(6.9)
    look_after_stopped()
    assert not smtp_peer.received
    earlier(0.2)
    look_after_stopped()
    queue()
    send_waiting()
    (probe,) = smtp_peer.to(SAM)
    assert probe.subject == "Does our mail reach you?"
    url = again_url(cast.sam.user).removeprefix("http://localhost:8000")
    assert url in probe.text
    assert "Press the button, and it comes again." in client.get(url).text
    assert stopped()
    assert "We write to you at sam@example.org." in client.post(url).text
    assert not stopped()
    assert client.get(f"/mail/again/{make_short_token('another', 1)}/").status_code == 404


def test_a_probe_that_stays_begins_mail_again_and_one_that_returns_does_not(cast: Cast) -> None:
    stop_mail_to_sam()
    earlier(8)
    look_after_stopped()
    note_failure(SAM, Fault.HARD, "550 5.1.1 no such person")
    earlier(8)
    look_after_stopped()
    assert (stopped(), OutgoingMail.objects.filter(kind="probe").count()) == (True, 1)
    earlier(23)
    look_after_stopped()
    assert OutgoingMail.objects.filter(kind="probe").count() == 2
    earlier(7)
    look_after_stopped()
    assert not stopped()
    cast.sam.user.refresh_from_db()
    assert not cast.sam.user.mail_is_stopped


def test_an_address_that_nobody_has_is_not_probed(db: None) -> None:
    stop_mail_to_sam()
    earlier(8)
    look_after_stopped()
    assert not OutgoingMail.objects.exists()
    assert stopped()


def test_what_is_not_sent_is_recorded_and_the_digest_waits(cast: Cast, smtp_peer: SmtpPeer) -> None:
    topic = ask(cast.superintendents, cast.sam)
    waiting = queue()
    stop_mail_to_sam()
    answer(topic, cast.tess)
    work()
    send_waiting()
    assert smtp_peer.to(SAM) == []
    waiting.refresh_from_db()
    assert (waiting.state, waiting.content) == (State.SKIPPED, None)
    notices = OutgoingMail.objects.get(kind="notices", to=SAM)
    assert (notices.state, notices.content) == (State.SKIPPED, None)
    with scope(cast.community):
        # Not told: the digest brings it.
        assert not Notice.objects.filter(member=cast.sam).exists()
    digests.settle_in(cast.community, cast.other)
    assert digests.send(timezone.now() + DAY).skipped == 1
    assert digests.mails(cast.sam) == []
    begin_again(SAM)
    digests.send(timezone.now() + 2 * DAY)
    assert "Tess Bell" in digests.part(digests.only_mail(cast.sam))


def test_mail_that_was_queued_before_is_told_again(cast: Cast, smtp_peer: SmtpPeer) -> None:
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess)
    work()
    stop_mail_to_sam()
    send_waiting()
    assert OutgoingMail.objects.get(kind="notices", to=SAM).state == State.SKIPPED
    with scope(cast.community):
        assert not Notice.objects.filter(member=cast.sam).exists()


def test_refusals_for_good_at_the_door_count_if_they_are_about_the_address(
    smtp_peer: SmtpPeer,
) -> None:
    for number, words in enumerate(("550 5.1.1 no such person", "554 5.7.1 this is spam")):
        smtp_peer.refuse(words)
        queue(f"p{number}@example.org")
        send_waiting()
    assert list(Suppression.objects.values_list("address", "points")) == [("p0@example.org", 2.0)]


def test_the_sender_asks_once_for_a_batch(
    smtp_peer: SmtpPeer,
) -> None:
    counts = []
    for size in (2, 20):
        for number in range(size):
            queue(f"p{number}@example.org", key=str(size))
        with CaptureQueriesContext(connection) as found:
            send_waiting()
        counts.append(len([q for q in found if "notifications_suppression" in q["sql"]]))
    assert counts == [1, 1]
