"""The LMTP door behind a real Postfix: `make test-postfix`, as root, with Debian's package."""

import os
import shutil
import signal
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.embedded.data_folder import PROJECT
from mailroom.models import InboundMessage
from tests.celery_worker import worker_environment
from tests.mailroom.letters import letter
from tests.postfix.own_postfix import Postfix, free_port, guide_commands, own_postfix

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

HOST = "mail.maple.example"


@pytest.fixture
def door_port() -> int:
    return free_port()


@pytest.fixture
def postfix(door_port: int) -> Iterator[Postfix]:
    assert os.geteuid() == 0, "Postfix starts as root only."
    assert shutil.which("postfix"), "Install it first: apt-get install postfix"
    # Its own account has to reach the folder, which it could not below pytest's.
    with (
        tempfile.TemporaryDirectory(prefix="porchlight-postfix-") as folder,
        own_postfix(Path(folder), host=HOST, door=door_port) as running,
    ):
        yield running


@pytest.fixture
def open_door(door_port: int) -> Iterator[Callable[[], None]]:
    """Return a function that starts `manage.py lmtpd` on the port that Postfix hands mail to."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        command = [sys.executable, "manage.py", "lmtpd", "--port", str(door_port)]
        environment = worker_environment(INBOUND_HOST=HOST)
        started.append(subprocess.Popen(command, cwd=PROJECT, env=environment))

    yield start
    for door in started:
        door.send_signal(signal.SIGTERM)
        assert door.wait(20) == 0


def hand_in(postfix: Postfix, text: str, *, to: str, sender: str = "ana@phone.example") -> None:
    with smtplib.SMTP("127.0.0.1", postfix.port, timeout=30) as client:
        client.send_message(letter(to, text, sender=sender), from_addr=sender, to_addrs=[to])


def until(found: Callable[[], bool]) -> None:
    ends = time.monotonic() + 60
    while not found():
        assert time.monotonic() < ends
        time.sleep(0.2)


def test_the_guide_s_commands_hand_mail_over(
    postfix: Postfix, open_door: Callable[[], None]
) -> None:
    assert len(guide_commands()) >= 3
    open_door()
    hand_in(postfix, "Thank you. ¡Qué bien!", to=f"Reply+AB12@{HOST}")
    until(InboundMessage.objects.exists)
    message = InboundMessage.objects.get()
    assert (message.sender, message.recipient) == ("ana@phone.example", f"Reply+AB12@{HOST}")
    assert b"Thank you." in bytes(message.content or b"")
    until(lambda: postfix.waiting() == 0)
    assert "2.6.0 Stored" in postfix.log()


def test_while_the_door_is_shut_postfix_keeps_the_mail(
    postfix: Postfix, open_door: Callable[[], None]
) -> None:
    for number in range(5):
        hand_in(postfix, f"Mail {number}", to=f"families.maple@{HOST}")
    until(lambda: "Connection refused" in postfix.log())
    assert postfix.waiting() == 5
    assert not InboundMessage.objects.exists()
    open_door()
    until(lambda: _tried_again(postfix))
    until(lambda: InboundMessage.objects.count() == 5)
    until(lambda: postfix.waiting() == 0)


def _tried_again(postfix: Postfix) -> bool:
    """Have Postfix try again now; say whether anything came."""
    postfix.run("postqueue", "-f")
    return InboundMessage.objects.exists()


def test_mail_for_other_hosts_is_not_taken(postfix: Postfix) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        hand_in(postfix, "Spam.", to="somebody@elsewhere.example")
    ((code, _words),) = refused.value.recipients.values()
    assert code == 554


def test_what_is_larger_than_the_door_takes_is_refused_at_once(postfix: Postfix) -> None:
    with pytest.raises(smtplib.SMTPSenderRefused) as refused:
        hand_in(postfix, "x" * 78 + "\n" + ("y" * 78 + "\n") * 420_000, to=f"a@{HOST}")
    assert refused.value.smtp_code == 552
