"""The door for a mail server on the same machine, by a real connection."""

import smtplib
from email import policy

import pytest
from pytest_django.fixtures import Settings

from mailroom import lmtp
from mailroom.models import Door, InboundMessage, State
from tests.mailroom.letters import HOST, letter

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_a_mail_is_stored_whole_before_the_door_says_yes(door: smtplib.LMTP) -> None:
    mail = letter(f"reply+abc@{HOST}", "Thank you.\n.\n", sender="sam@example.org")
    assert door.sendmail("sam@example.org", [f"reply+abc@{HOST}"], mail.as_bytes()) == {}
    message = InboundMessage.objects.get()
    assert (message.door, message.state) == (Door.LMTP, State.WAITING)
    assert message.sender == "sam@example.org"
    assert message.recipient == f"reply+abc@{HOST}"
    assert b"Thank you." in bytes(message.content or b"")


def test_a_line_longer_than_the_standard_allows_is_no_reason_to_refuse_a_mail(
    door: smtplib.LMTP,
) -> None:
    raw = b"Subject: Buses\r\n\r\n" + b"word " * 60_000 + b"\r\n"
    assert door.sendmail("sam@example.org", [f"reply+abc@{HOST}"], raw) == {}
    assert bytes(InboundMessage.objects.get().content or b"") == raw


def test_a_mail_to_two_addresses_is_two_messages_and_gets_two_answers(door: smtplib.LMTP) -> None:
    both = [f"reply+abc@{HOST}", f"Reply+DEF@{HOST.upper()}"]
    mail = letter(both[0], "To both.", sender="sam@example.org")
    # By hand: smtplib reads one answer only (RFC 2033, section 4.2, wants one for each address).
    door.ehlo()
    door.mail("sam@example.org")
    for address in both:
        assert door.rcpt(address)[0] == 250
    assert door.docmd("DATA")[0] == 354
    door.send(mail.as_bytes(policy=policy.SMTP) + b".\r\n")
    assert [door.getreply()[0] for _address in both] == [250, 250]
    assert door.noop() == (250, b"OK")
    assert sorted(InboundMessage.objects.values_list("recipient", flat=True)) == sorted(both)


def test_mail_for_another_host_is_refused(door: smtplib.LMTP) -> None:
    mail = letter("who@else.example", "No.", sender="sam@example.org")
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        door.sendmail("sam@example.org", ["who@else.example"], mail.as_bytes())
    assert refused.value.recipients["who@else.example"][0] == 550
    assert not InboundMessage.objects.exists()


def test_a_bounce_has_no_sender(door: smtplib.LMTP) -> None:
    mail = letter(f"reply+abc@{HOST}", "Not delivered.", sender="mailer-daemon@example.org")
    door.sendmail("", [f"reply+abc@{HOST}"], mail.as_bytes())
    assert InboundMessage.objects.get().sender == ""


def test_a_mail_that_is_too_large_is_refused(door: smtplib.LMTP, settings: Settings) -> None:
    settings.INBOUND_MAX_MB = 1
    mail = letter(f"reply+abc@{HOST}", "x\n" * 600_000, sender="sam@example.org")
    port = door.sock.getpeername()[1]  # type: ignore[union-attr]
    # Who is connected was told what is taken before that.
    with smtplib.LMTP("127.0.0.1", port) as client, pytest.raises(smtplib.SMTPException):
        client.sendmail("sam@example.org", [f"reply+abc@{HOST}"], mail.as_bytes())
    assert not InboundMessage.objects.exists()


def test_when_it_cannot_be_stored_the_mail_server_is_to_come_again(
    door: smtplib.LMTP, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = f"reply+abc@{HOST}"
    mail = letter(to, "Thank you.", sender="sam@example.org").as_bytes()
    # A number that no column holds, as when the disk is full: the database refuses.
    monkeypatch.setattr(lmtp, "receive", _refused)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        door.sendmail("sam@example.org", [to], mail)
    assert refused.value.smtp_code == 451
    monkeypatch.undo()
    door.sendmail("sam@example.org", [to], mail)
    assert InboundMessage.objects.count() == 1


def _refused(*_mail: object, **_of: object) -> None:
    InboundMessage.objects.create(size=-1, recipient="x", door=Door.LMTP)
