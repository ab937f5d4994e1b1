"""A mail server that refuses, or goes away, is a sentence and not a fault."""

import socket

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from config import environment
from tests.accounts.conftest import SIGN_IN, words_of
from tests.smtp_peer import SmtpPeer

SORRY = "We could not send the mail just now. Try again in a minute."


@pytest.mark.parametrize("answer", ["451 4.3.0 later", "554 5.7.1 no", ""])
def test_a_refused_code_is_told_and_the_address_is_kept(
    client: Client, sam: User, smtp_peer: SmtpPeer, answer: str
) -> None:
    smtp_peer.refuse(answer)
    page = client.post(SIGN_IN, {"login": sam.email, "next": "/me/"}, follow=True)
    assert page.status_code == 200
    assert SORRY in words_of(page.content)
    assert f'value="{sam.email}"' in page.content.decode()
    assert 'name="next" value="/me/"' in page.content.decode()

    smtp_peer.accept()
    client.post(SIGN_IN, {"login": sam.email})
    assert len(smtp_peer.to(sam.email)) == 1


def test_a_mail_server_that_is_not_there_is_told(
    client: Client, sam: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{closed.getsockname()[1]}")
        settings.MAILERS = {"default": environment.mailer("EMAIL_URL", "")}
        page = client.post(SIGN_IN, {"login": sam.email}, follow=True)
    assert SORRY in words_of(page.content)


def test_an_unknown_address_is_told_the_same(client: Client, db: None, smtp_peer: SmtpPeer) -> None:
    smtp_peer.refuse()
    page = client.post(SIGN_IN, {"login": "nobody@example.org"}, follow=True)
    assert SORRY in words_of(page.content)


def test_a_change_stands_though_the_mail_about_it_is_refused(
    client: Client, sam: User, smtp_peer: SmtpPeer
) -> None:
    client.force_login(sam)
    smtp_peer.refuse()
    password = "seven green herons"
    answer = client.post("/accounts/password/set/", {"password1": password, "password2": password})
    assert answer.headers["Location"] == "/me/security/"
    sam.refresh_from_db()
    assert sam.check_password(password)


def test_a_refused_code_for_a_new_address_keeps_what_was_typed(
    client: Client, sam: User, smtp_peer: SmtpPeer
) -> None:
    client.force_login(sam)
    smtp_peer.refuse()
    page = client.post(
        "/accounts/email/", {"email": "sam.ortiz@example.net", "action_add": "1"}, follow=True
    )
    assert SORRY in words_of(page.content)
    assert 'value="sam.ortiz@example.net"' in page.content.decode()
