"""Mails about an account: in the reader's language, short, as text and as HTML."""

import pytest
from django.test import Client
from django.utils import translation

from accounts.letters import language_of
from accounts.models import User
from tests.accounts.conftest import SIGN_IN
from tests.smtp_peer import SmtpPeer


def test_a_mail_is_in_the_language_of_its_reader(
    client: Client, rosa: User, smtp_peer: SmtpPeer
) -> None:
    client.post(SIGN_IN, {"login": rosa.email}, headers={"accept-language": "en"})
    assert '<html lang="es"' in smtp_peer.received[0].html


def test_a_stranger_s_mail_is_in_the_language_of_his_browser(
    client: Client, db: None, smtp_peer: SmtpPeer
) -> None:
    client.post(SIGN_IN, {"login": "nadie@example.org"}, headers={"accept-language": "es"})
    assert '<html lang="es"' in smtp_peer.received[0].html


def test_the_page_stays_in_the_language_of_the_browser(
    client: Client, rosa: User, smtp_peer: SmtpPeer
) -> None:
    client.post(SIGN_IN, {"login": rosa.email}, headers={"accept-language": "en"})
    page = client.get("/accounts/login/code/confirm/", headers={"accept-language": "en"})
    assert '<html lang="en"' in page.content.decode()


@pytest.mark.parametrize("address", ["sam@example.org", "nobody@example.org"])
def test_a_mail_is_small_and_is_no_reason_for_holiday_replies(
    client: Client, sam: User, smtp_peer: SmtpPeer, address: str
) -> None:
    client.post(SIGN_IN, {"login": address})
    [mail] = smtp_peer.received
    assert len(mail.raw) < 20_000
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.message["From"] == "Porchlight <porchlight@localhost>"
    assert "<img" not in mail.html
    assert all(len(value) < 400 for value in map(str, mail.message.values()))


def test_the_language_is_found_whatever_the_case_of_the_address(rosa: User) -> None:
    with translation.override("en"):
        assert language_of("ROSA@example.org") == "es"
        assert language_of("nobody@example.org") == "en"
