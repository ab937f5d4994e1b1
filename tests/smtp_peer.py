"""A real SMTP server on this machine that keeps what it is given, and can be made to misbehave."""

import asyncio
import email.policy
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django.fixtures import Settings

from config import environment


@dataclass(frozen=True)
class Received:
    """One message that the server accepted."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None, f"the mail has no {kind} part"
        return str(part.get_content())


class SmtpPeer:
    """`received` in order; `refuse("451 …")`, `hang_up()` and `accept()` change what happens next.

    `on_data` is called with each message before it is answered: a place to wait or to kill.
    """

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.attempts = 0
        self.on_data: Callable[[Received], None] | None = None
        self.port = _free_port()
        self._answer = "250 OK"
        self._changed = threading.Condition()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    @property
    def url(self) -> str:
        """Return the EMAIL_URL of this server."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    def refuse(self, answer: str = "451 4.3.0 try again later") -> None:
        """Answer each message with this code from now on."""
        self._answer = answer

    def hang_up(self) -> None:
        """Close the connection instead of answering a message from now on."""
        self._answer = ""

    def accept(self) -> None:
        self._answer = "250 OK"

    def wait_for(self, count: int, *, seconds: float = 60) -> list[Received]:
        """Return what was received once there are this many messages; fail when time is up."""
        end = time.monotonic() + seconds
        with self._changed:
            while len(self.received) < count:
                left = end - time.monotonic()
                assert left > 0, f"{len(self.received)} of {count} mails arrived"
                self._changed.wait(left)
        return list(self.received)

    def to(self, address: str) -> list[Received]:
        """Return what was received for one address, in order."""
        return [mail for mail in self.received if address in mail.recipients]

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        mail = Received(envelope.mail_from or "", list(envelope.rcpt_tos), content)
        self.attempts += 1
        if self.on_data is not None:
            self.on_data(mail)
        if not self._answer:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        elif self._answer.startswith("2"):
            with self._changed:
                self.received.append(mail)
                self._changed.notify_all()
        return self._answer or "421 closing"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def smtp_peer(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpPeer]:
    """Send this test's mails to a real SMTP server; Django's test runner would keep them itself."""
    peer = SmtpPeer()
    peer.start()
    monkeypatch.setenv("EMAIL_URL", peer.url)
    settings.MAILERS = {"default": environment.mailer("EMAIL_URL", peer.url)}
    yield peer
    peer.stop()
