"""A mail from a file or a pipe."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from mailroom.models import Door, InboundMessage
from tests.mailroom.letters import HOST, letter

pytestmark = pytest.mark.django_db


def test_a_file_is_stored_byte_for_byte(tmp_path: Path) -> None:
    raw = letter(f"x@{HOST}", "Thank you.", sender="sam@example.org").as_bytes()
    file = tmp_path / "letter.eml"
    file.write_bytes(raw)
    out = StringIO()
    call_command("receive_mail", str(file), "--to", f"x@{HOST}", stdout=out)
    message = InboundMessage.objects.get()
    assert bytes(message.content or b"") == raw
    assert message.door == Door.COMMAND
    assert f"message {message.pk}" in out.getvalue()


def test_mail_for_another_host_is_refused_with_what_mail_servers_understand() -> None:
    with pytest.raises(CommandError, match=r"No mail for x@else\.example here") as refused:
        call_command("receive_mail", "--to", "x@else.example")
    assert refused.value.returncode == 67
    assert not InboundMessage.objects.exists()


def test_without_a_host_nothing_is_received(settings: Settings) -> None:
    settings.INBOUND_HOST = ""
    with pytest.raises(CommandError, match="INBOUND_HOST is not set"):
        call_command("receive_mail", "--to", f"x@{HOST}")
    with pytest.raises(CommandError, match="Set INBOUND_HOST"):
        call_command("lmtpd")


def test_a_mail_that_is_too_large_is_refused(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "letter.eml"
    file.write_bytes(b"x" * (settings.INBOUND_MAX_MB * 1024 * 1024 + 1))
    with pytest.raises(CommandError, match="larger than"):
        call_command("receive_mail", str(file), "--to", f"x@{HOST}")
