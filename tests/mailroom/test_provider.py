"""A mail provider's calls: what became of our mails, and mails to us, with right and wrong signs."""

import hashlib
import hmac
import json
from base64 import b64encode
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django.fixtures import Settings

from config import environment
from mailroom.models import Door, InboundMessage, State
from notifications.delivery_faults import Fault
from notifications.models import Suppression
from notifications.suppression import look_after_stopped, note_failure, stopped_among
from tests.cast import Cast
from tests.mailroom.letters import HOST, letter, reply_to
from tests.notifications.notice_scenes import answer, ask, mails, work
from tests.notifications.test_suppression import earlier, stop_mail_to_sam

pytestmark = pytest.mark.django_db
SAM = "sam@example.org"
SECRET = "porchlight:a-long-password-of-ours"
KEY = "key-of-mailgun"
RIGHT = "Basic " + b64encode(SECRET.encode()).decode()
WRONG = "Basic " + b64encode(b"porchlight:guessed").decode()


@pytest.fixture
def postmark(settings: Settings) -> None:
    settings.MAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}


@pytest.fixture
def mailgun(settings: Settings) -> None:
    settings.MAIL_PROVIDER = "mailgun"
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": KEY}


def from_postmark(
    what: str, event: dict[str, Any], *, auth: str = RIGHT, status: int = 200
) -> None:
    answered = Client().post(
        f"/mail/hooks/{what}/",
        json.dumps(event),
        content_type="application/json",
        headers={"Authorization": auth},
    )
    assert answered.status_code == status


def bounce(**changed: Any) -> dict[str, Any]:
    """Return what Postmark posts for a bounce (its manual, "Bounce webhook")."""
    return {
        "RecordType": "Bounce",
        "ID": 4323372036854775807,
        "Type": "HardBounce",
        "TypeCode": 1,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Description": "The server was unable to deliver your message (ex: unknown user).",
        "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist",
        "Email": SAM,
        "From": "porchlight@example.org",
        "BouncedAt": "2026-03-02T12:00:00Z",
        "Inactive": True,
    } | changed


def mailgun_signature(key: str = KEY) -> dict[str, str]:
    timestamp, token = "1529006854", "a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0"
    signed = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": timestamp, "token": token, "signature": signed}


def failed(code: int, words: str, *, severity: str = "permanent") -> dict[str, Any]:
    """Return what Mailgun posts for a failure (its manual, "Event structure")."""
    return {
        "event": "failed",
        "severity": severity,
        "reason": "bounce",
        "id": "G9Bn5sl1TC6nu79C8C0bwg",
        "timestamp": 1521233195.375624,
        "recipient": SAM,
        "delivery-status": {"code": code, "message": words, "description": ""},
        "message": {"headers": {"message-id": "20130503192659.13651.20287@mg.example"}},
    }


def from_mailgun(event: dict[str, Any], *, key: str = KEY, status: int = 200) -> None:
    data = {"signature": mailgun_signature(key), "event-data": event}
    answered = Client().post("/mail/hooks/tracking/", data, content_type="application/json")
    assert answered.status_code == status


def points() -> float:
    return sum(Suppression.objects.values_list("points", flat=True))


def test_without_a_provider_there_is_no_door(client: Client) -> None:
    assert client.post("/mail/hooks/tracking/", {}).status_code == 404


@pytest.mark.usefixtures("postmark")
def test_a_bounce_counts_and_a_forged_one_does_not() -> None:
    from_postmark("tracking", bounce(), auth=WRONG, status=400)
    from_postmark("tracking", bounce(), auth="", status=400)
    assert points() == 0
    from_postmark("tracking", bounce())
    assert points() == 2
    from_postmark("tracking", bounce(Email="pat@example.org", Details="smtp;552 5.2.2 over quota"))
    assert Suppression.objects.get(address="pat@example.org").points == 0.5
    from_postmark("tracking", bounce(Email="x@example.org", Type="Blocked", Details=""))
    assert not Suppression.objects.filter(address="x@example.org").exists()


@pytest.mark.usefixtures("postmark")
def test_a_complaint_stops_mail() -> None:
    event = bounce(RecordType="SpamComplaint", Type="SpamComplaint", TypeCode=512, Details="")
    from_postmark("tracking", event)
    assert stopped_among([SAM])


@pytest.mark.usefixtures("postmark")
def test_a_delivery_forgets_failures_and_answers_a_probe(cast: Cast) -> None:
    delivered = {"RecordType": "Delivery", "Recipient": SAM, "DeliveredAt": "2026-03-02T12:00:00Z"}
    note_failure(SAM, Fault.SOFT, "full")
    from_postmark("tracking", delivered)
    assert not Suppression.objects.exists()
    stop_mail_to_sam()
    from_postmark("tracking", delivered)
    assert stopped_among([SAM])
    earlier(8)
    look_after_stopped()
    from_postmark("tracking", delivered)
    assert not stopped_among([SAM])


@pytest.mark.usefixtures("mailgun")
def test_mailgun_signs_what_it_says() -> None:
    gone = failed(550, "5.1.1 user unknown")
    from_mailgun(gone, key="guessed", status=400)
    assert points() == 0
    from_mailgun(gone)
    assert points() == 2
    from_mailgun(
        failed(421, "4.4.2 timed out", severity="temporary") | {"recipient": "a@b.example"}
    )
    assert points() == 2


@pytest.fixture
def address(cast: Cast) -> str:
    """Return where Sam answers a discussion."""
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess)
    work()
    return reply_to(mails(cast.sam)[0])


def only_message() -> InboundMessage:
    work()
    return InboundMessage.objects.get()


def test_a_mail_through_postmark_is_stored_as_it_came(
    postmark: None, address: str, cast: Cast
) -> None:
    raw = letter(address, "The district pays.", sender=SAM).as_string()
    event = {
        "FromFull": {"Email": SAM, "Name": ""},
        "ToFull": [{"Email": address, "Name": ""}],
        "OriginalRecipient": address,
        "Headers": [{"Name": "Return-Path", "Value": f"<{SAM}>"}],
        "RawEmail": raw,
    }
    from_postmark("inbound", event, auth=WRONG, status=400)
    assert not InboundMessage.objects.exists()
    from_postmark("inbound", event)
    message = only_message()
    assert (message.door, message.recipient, message.state) == (
        Door.PROVIDER,
        address,
        State.DONE,
    )
    assert bytes(message.content or b"") == raw.encode()
    assert message.made_kind == "forums.post"


def test_a_mail_in_parts_is_put_together_again(postmark: None, address: str) -> None:
    event = {
        "FromFull": {"Email": SAM, "Name": "Sam"},
        "ToFull": [{"Email": address, "Name": ""}],
        "OriginalRecipient": address,
        "Subject": "Re: Buses",
        "Headers": [{"Name": "Message-ID", "Value": "<1@phone.example>"}],
        "TextBody": "The district pays.",
    }
    from_postmark("inbound", event)
    assert only_message().made_kind == "forums.post"


def test_a_mail_through_mailgun_is_stored_as_it_came(mailgun: None, address: str) -> None:
    raw = letter(address, "The district pays.", sender=SAM).as_string()
    form = {"sender": SAM, "recipient": address, "body-mime": raw}
    for key, status in (("guessed", 400), (KEY, 200)):
        signed = form | mailgun_signature(key)
        assert Client().post("/mail/hooks/inbound_mime/", signed).status_code == status
    message = only_message()
    assert bytes(message.content or b"").splitlines() == raw.encode().splitlines()
    assert message.made_kind == "forums.post"


@pytest.mark.usefixtures("postmark")
def test_a_mail_to_another_host_is_not_taken() -> None:
    event = {"FromFull": {"Email": SAM}, "ToFull": [], "RawEmail": "To: x@elsewhere.example\n\nHi"}
    from_postmark("inbound", event | {"OriginalRecipient": f"x@not-{HOST}"}, status=400)
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize("secret", ["", "short:x", "no-colon-in-this-long-password"])
def test_a_door_without_a_password_does_not_open(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_PROVIDER_SECRET", secret)
    with pytest.raises(ImproperlyConfigured):
        environment.provider("postmark")
    with pytest.raises(ImproperlyConfigured):
        environment.provider("somebody")
    assert environment.provider("") == {}
