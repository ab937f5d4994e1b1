"""What comes back of our mails, and what somebody calls junk: counted only with its mail's token."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from mailroom.models import State
from mailroom.reasons import Reason
from notifications.bounce_addresses import bounce_address, mail_returned_to
from notifications.models import OutgoingMail, Suppression
from notifications.outgoing import queue_mail
from notifications.sending import send_waiting
from tests.cast import Cast
from tests.mailroom.letters import HOST, arrive, letter
from tests.smtp_peer import SmtpPeer

pytestmark = pytest.mark.django_db
SAM = "sam@example.org"


@pytest.fixture
def mail(cast: Cast) -> OutgoingMail:
    return queue_mail(
        kind="test",
        key="1",
        to=SAM,
        user=cast.sam.user,
        community=cast.community,
        subject="Hi",
        text="Hi\n",
        html="<p>Hi</p>",
    )


def report(
    *, of: str = SAM, said: str = "550 5.1.1 user unknown", message_id: str = "", action: str = ""
) -> bytes:
    status = said.split()[1]
    return (
        "From: MAILER-DAEMON@mx.example\nTo: us@example.org\nSubject: Undelivered\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\n\nIt failed.\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {of}\n"
        f"Action: {action or 'failed'}\nStatus: {status}\nDiagnostic-Code: smtp; {said}\n\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {message_id}\n\nHi\n--b--\n"
    ).encode()


def complaint(*, envelope: str = "", message_id: str = "") -> bytes:
    return (
        "From: feedback@isp.example\nTo: us@example.org\nSubject: FW: Hi\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n"
        "--b\n\nComplaint.\n--b\nContent-Type: message/feedback-report\n\n"
        f"Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\nOriginal-Mail-From: <{envelope}>\n\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {message_id}\n\nHi\n--b--\n"
    ).encode()


def points() -> float:
    return sum(Suppression.objects.values_list("points", flat=True))


def test_the_envelope_names_the_mail_and_no_header_does(
    mail: OutgoingMail, smtp_peer: SmtpPeer
) -> None:
    send_waiting()
    (received,) = smtp_peer.received
    local, _at, host = received.sender.partition("@")
    assert host == HOST
    assert local == local.lower()
    assert len(local) < 64
    assert local.encode() not in received.raw
    found = mail_returned_to(received.sender.upper())
    assert found == mail
    changed = "b" if local[-3] == "a" else "a"
    assert mail_returned_to(f"{local[:-3]}{changed}{local[-2:]}@{host}") is None


def test_without_a_host_for_mail_the_envelope_is_as_ever(
    mail: OutgoingMail, settings: Settings
) -> None:
    settings.INBOUND_HOST = ""
    assert bounce_address(mail) == settings.DEFAULT_FROM_EMAIL


def test_the_longest_address_fits() -> None:
    address = bounce_address(OutgoingMail(pk=2**63 - 1))
    assert len(address.partition("@")[0]) < 64


def test_a_bounce_counts_for_the_mails_address_and_once(mail: OutgoingMail) -> None:
    raw = report(of="elsewhere@forwarded.example")
    message = arrive(raw, to=bounce_address(mail))
    assert (message.state, message.reason) == (State.DONE, Reason.BOUNCE)
    assert message.community_id == mail.community_id
    row = Suppression.objects.get()
    assert (row.address, row.points) == (SAM, 2.0)
    assert row.reason == "5.1.1 smtp; 550 5.1.1 user unknown"
    again = arrive(raw, to=bounce_address(mail))
    assert again.reason == Reason.DUPLICATE


@pytest.mark.parametrize(
    ("said", "action", "counted"),
    [
        ("552 5.2.2 mailbox full", "failed", 0.5),
        ("451 4.4.1 no answer", "failed", 0.5),
        ("451 4.4.1 no answer", "delayed", 0),
        ("550 5.7.1 blocked by policy", "failed", 0),
    ],
)
def test_what_may_pass_counts_less_and_what_is_ours_counts_for_nothing(
    mail: OutgoingMail, said: str, action: str, counted: float
) -> None:
    message = arrive(report(said=said, action=action), to=bounce_address(mail))
    assert message.reason == Reason.BOUNCE
    assert points() == counted


def test_a_forged_bounce_silences_nobody(mail: OutgoingMail) -> None:
    forged = bounce_address(replace_pk(mail))
    for number, address in enumerate((forged, f"bounce+aaaaaaaaaaaaaaaaaaaaaaaaaaaa@{HOST}")):
        arrive(report(message_id=f"<{number}@elsewhere>"), to=address)
    arrive(report(message_id="<guess@localhost>"), to=f"hello@{HOST}")
    assert points() == 0


def replace_pk(mail: OutgoingMail) -> OutgoingMail:
    """Return a mail that is not there: a token of a mail that was never sent."""
    return OutgoingMail(pk=mail.pk + 1)


def test_a_report_that_knows_the_message_id_alone_counts_a_little(mail: OutgoingMail) -> None:
    arrive(report(message_id=mail.message_id, of="tess@example.org"), to=f"hello@{HOST}")
    assert points() == 0
    found = arrive(report(message_id=mail.message_id), to=f"news@{HOST}")
    assert found.reason == Reason.BOUNCE
    assert points() == 0.5


def test_a_report_on_an_old_mail_counts_for_nothing(mail: OutgoingMail) -> None:
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=31))
    arrive(report(), to=bounce_address(mail))
    assert points() == 0


@pytest.mark.parametrize("by", ["envelope", "message_id"])
def test_a_complaint_stops_mail_and_the_log_names_nobody(mail: OutgoingMail, by: str) -> None:
    known = (
        {"envelope": bounce_address(mail)} if by == "envelope" else {"message_id": mail.message_id}
    )
    message = arrive(complaint(**known), to=f"abuse@{HOST}")
    assert (message.state, message.reason, message.user) == (State.DONE, Reason.COMPLAINT, None)
    assert Suppression.objects.get().is_stopped


def test_a_note_of_absence_to_the_envelope_is_held(mail: OutgoingMail) -> None:
    note = letter(
        bounce_address(mail),
        "I am away.",
        sender=SAM,
        subject="Out of office",
        headers={"Auto-Submitted": "auto-replied"},
    )
    message = arrive(note)
    assert (message.state, message.reason) == (State.HELD, Reason.AUTOMATIC)
    assert message.community_id == mail.community_id
    assert points() == 0
