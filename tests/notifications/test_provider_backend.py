"""Mails go to a provider over HTTP: what it is told, and what its answers mean."""

import json
import threading
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from config import environment
from notifications.message import CalendarPart
from notifications.models import OutgoingMail, State, Suppression
from notifications.outgoing import queue_mail
from notifications.sending import send_waiting

pytestmark = pytest.mark.django_db


@dataclass
class Provider:
    """Answers as Postmark does; `status` and `answer` say what next."""

    told: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    answer: dict[str, Any] = field(
        default_factory=lambda: {
            "ErrorCode": 0,
            "Message": "OK",
            "MessageID": "b7bc2f4a-e38e-4336-af7d-e6c392c2f817",
            "SubmittedAt": "2026-03-02T12:00:00Z",
            "To": "ana@example.org",
        }
    )


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    here = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            told = json.loads(self.rfile.read(length))
            here.told.append({"token": self.headers["X-Postmark-Server-Token"], **told})
            self.send_response(here.status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(here.answer).encode())

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    settings.MAILERS = {
        "default": {
            "BACKEND": "notifications.provider_backend.EmailBackend",
            "OPTIONS": {
                "provider": "postmark",
                "server_token": "a-token",
                "api_url": f"http://127.0.0.1:{server.server_port}/",
            },
        }
    }
    yield here
    server.shutdown()
    thread.join()
    server.server_close()


def queue() -> OutgoingMail:
    return queue_mail(
        kind="test",
        key="1",
        to="ana@example.org",
        subject="Señal",
        text="Sí.\n",
        html="<p>Sí.</p>",
        headers={"List-Id": "<notices.example>"},
        reply_to="reply+a@example.org",
    )


def test_an_invitation_goes_to_the_provider_as_a_file_that_keeps_its_method(
    provider: Provider,
) -> None:
    content = b"BEGIN:VCALENDAR\r\nSUMMARY:Reuni\xc3\xb3n\r\nEND:VCALENDAR\r\n"
    queue_mail(
        kind="test",
        key="1",
        to="ana@example.org",
        subject="Come",
        text="Come.\n",
        html="<p>Come.</p>",
        calendar=CalendarPart(content=content, method="REQUEST"),
    )
    assert send_waiting() == 1
    (told,) = provider.told
    (attached,) = told["Attachments"]
    assert attached["Name"] == "invite.ics"
    assert attached["ContentType"] == 'text/calendar; method="REQUEST"; charset="utf-8"'
    assert b64decode(attached["Content"]).replace(b"\r\n", b"\n") == content.replace(b"\r\n", b"\n")


def test_the_provider_is_told_all_of_the_mail(provider: Provider) -> None:
    mail = queue()
    assert send_waiting() == 1
    (told,) = provider.told
    assert told["token"] == "a-token"
    assert (told["Subject"], told["To"]) == ("Señal", "ana@example.org")
    assert (told["TextBody"].strip(), told["HtmlBody"].strip()) == ("Sí.", "<p>Sí.</p>")
    assert told["ReplyTo"] == "reply+a@example.org"
    headers = {header["Name"]: header["Value"] for header in told["Headers"]}
    assert headers["Message-ID"] == mail.message_id
    assert headers["List-Id"] == "<notices.example>"
    assert headers["X-PM-KeepID"] == "true"


def test_an_address_that_it_refuses_counts(provider: Provider) -> None:
    mail = queue()
    provider.status = 422
    provider.answer = {
        "ErrorCode": 406,
        "Message": "You tried to send to recipient(s) that have been marked as inactive. Found"
        " inactive addresses: ana@example.org. Inactive recipients are ones that have generated a"
        " hard bounce, a spam complaint, or a manual suppression.",
    }
    assert send_waiting() == 0
    mail.refresh_from_db()
    assert mail.state == State.REFUSED
    assert Suppression.objects.get().address == "ana@example.org"


@pytest.mark.parametrize("status", [401, 429, 500])
def test_while_it_is_away_or_busy_mail_waits(provider: Provider, status: int) -> None:
    mail = queue()
    provider.status, provider.answer = status, {"ErrorCode": 10, "Message": "No"}
    assert send_waiting() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.WAITING, 1)
    assert not Suppression.objects.exists()


def test_the_setting_names_key_and_host() -> None:
    postmark = environment.mailer("NONE", "postmark://a-Token@api.postmarkapp.com")
    assert postmark["OPTIONS"] == {
        "provider": "postmark",
        "server_token": "a-Token",
        "api_url": "https://api.postmarkapp.com/",
    }
    mailgun = environment.mailer("NONE", "mailgun://a-Key:maple.example@api.mailgun.net")
    assert mailgun["OPTIONS"] == {
        "provider": "mailgun",
        "api_key": "a-Key",
        "sender_domain": "maple.example",
        "api_url": "https://api.mailgun.net/v3",
    }
