"""/mail/ of `make run`, with the mail sink that fills it."""

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path

import pytest
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from config.embedded.data_folder import PROJECT
from config.embedded.log_errors import MOST_AT_ONCE, ErrorLines
from config.embedded.programs import listen
from mailroom.models import InboundMessage
from tests.config.running import eventually

urlpatterns = [path("mail/", include("config.mail_page"))]

HTML = '<html><head><title>x</title></head><body><a href="https://porch.example/do">Do</a></body></html>'


@pytest.fixture
def mail_dir(tmp_path: Path, settings: Settings) -> Path:
    settings.MAIL_DIR = str(tmp_path)
    settings.ROOT_URLCONF = __name__
    return tmp_path


@pytest.fixture
def sink(mail_dir: Path) -> Iterator[int]:
    """Run the mail sink; gives its port."""
    with listen(0) as listening:
        number = listening.fileno()
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "config.embedded.mail_sink"),
                *("--fd", str(number), "--folder", str(mail_dir)),
            ],
            cwd=PROJECT,
            pass_fds=[number],
        )
        yield int(listening.getsockname()[1])
        process.terminate()
        process.wait(60)


def a_mail(subject: str, *, html: str | None = HTML) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = "Lámpara <lamp@porch.example>"
    mail["To"] = "rosa@porch.example"
    mail["Date"] = formatdate(1_700_000_000)
    mail["List-Unsubscribe"] = "<https://porch.example/stop/abc>"
    mail.set_content("Open https://porch.example/do?a=1 & come in.\n")
    if html:
        mail.add_alternative(html, subtype="html")
    return mail


def send(port: int, *mails: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as connection:
        for mail in mails:
            connection.send_message(mail)


def names(folder: Path) -> list[str]:
    return [file.stem for file in sorted(folder.glob("*.eml"))]


def test_mails_are_listed_newest_first(sink: int, mail_dir: Path, client: Client) -> None:
    assert "No mail yet" in client.get("/mail/").text
    send(sink, a_mail("First <one>"), a_mail("Second: ¿qué?"))
    shown = client.get("/mail/").text
    assert shown.index("Second: ¿qué?") < shown.index("First &lt;one&gt;")
    assert [file.name for file in mail_dir.iterdir() if file.suffix != ".eml"] == []


def test_a_mail_shows_its_headers_its_text_and_its_html_in_a_sandbox(
    sink: int, mail_dir: Path, client: Client
) -> None:
    send(sink, a_mail("Come in"))
    (name,) = names(mail_dir)
    page = client.get(f"/mail/{name}/")
    assert '<a href="https://porch.example/do?a=1" rel="nofollow">' in page.text
    assert '<a href="https://porch.example/stop/abc" rel="nofollow">' in page.text
    assert f'src="/mail/{name}/html/"' in page.text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.text
    assert "frame-src 'self'" in page["Content-Security-Policy"]

    body = client.get(f"/mail/{name}/html/")
    assert body.text.strip() == HTML.replace("<head>", '<head><base target="_blank">')
    policy = body["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-popups" in policy
    assert body["X-Frame-Options"] == "SAMEORIGIN"
    assert "List-Unsubscribe: <https://porch.example/stop/abc>" in (
        client.get(f"/mail/{name}/source/").text
    )


def test_a_mail_without_html_has_no_frame(sink: int, mail_dir: Path, client: Client) -> None:
    send(sink, a_mail("Plain", html=None))
    (name,) = names(mail_dir)
    assert "<iframe" not in client.get(f"/mail/{name}/").text
    assert client.get(f"/mail/{name}/html/").status_code == 404


def test_what_is_not_a_kept_mail_is_404(mail_dir: Path, client: Client) -> None:
    (mail_dir.parent / "secret.eml").write_text("Subject: no\n\n")
    for name in ("1-none", "..%2Fsecret", "secret"):
        assert client.get(f"/mail/{name}/").status_code == 404


def test_the_page_does_not_exist_where_mail_is_not_kept(settings: Settings, client: Client) -> None:
    assert client.get("/mail/").status_code == 404
    settings.ROOT_URLCONF = __name__
    assert client.get("/mail/").status_code == 404


def test_mail_that_comes_while_the_sink_starts_waits_for_it(mail_dir: Path, sink: int) -> None:
    send(sink, a_mail("At once"))  # the socket listens before the sink does
    eventually(lambda: len(names(mail_dir)) == 1, "it is kept")


def test_the_terminal_shows_errors_and_whole_tracebacks_of_a_log_and_nothing_else(
    tmp_path: Path,
) -> None:
    log = tmp_path / "web.log"
    log.write_text("ERROR from before the start\n")
    errors = ErrorLines(log)
    assert errors.new() == []
    with log.open("a") as file:
        file.write("INFO all is well\nERROR it broke\nTraceback (most recent call last):\n")
        file.write('  File "x.py", line 1\nValueError: no\nINFO well again\nERROR half a li')
    assert errors.new() == [
        "ERROR it broke",
        "Traceback (most recent call last):",
        '  File "x.py", line 1',
        "ValueError: no",
    ]
    with log.open("a") as file:
        file.write("ne\n" + "ERROR again\n" * MOST_AT_ONCE)
    shown = errors.new()
    assert shown[0] == "ERROR half a line"
    assert shown[-1] == f"(1 more in {log})"


def test_a_mail_is_answered_as_whoever_got_it(
    sink: int, mail_dir: Path, client: Client, settings: Settings, db: None
) -> None:
    settings.INBOUND_HOST = "mail.localhost"
    mail = a_mail("Buses")
    mail["Reply-To"] = "reply+abc@mail.localhost"
    send(sink, mail, a_mail("No answer to this"))
    answerable, other = names(mail_dir)
    assert "Answer it as rosa@porch.example" in client.get(f"/mail/{answerable}/").text
    assert "<textarea" not in client.get(f"/mail/{other}/").text
    assert client.post(f"/mail/{other}/answer/", {"text": "No."}).status_code == 404
    page = client.post(f"/mail/{answerable}/answer/", {"text": "Thank you."}, follow=True)
    assert "Your answer is on its way." in page.text
    message = InboundMessage.objects.get()
    assert (message.sender, message.recipient) == (
        "rosa@porch.example",
        "reply+abc@mail.localhost",
    )
    assert b"Thank you.\n\n> Open https" in bytes(message.content or b"")
