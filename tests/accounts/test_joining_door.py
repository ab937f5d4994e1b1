"""An account comes from an invitation or from an open community, never from nowhere."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.adapter import JOINING_COMMUNITY
from accounts.models import User
from tests.accounts.conftest import code_in, words_of
from tests.smtp_peer import SmtpPeer

JOIN = "/accounts/signup/"


def let_in(browser: Client) -> None:
    """Do what the page of an open community does."""
    session = browser.session
    session[JOINING_COMMUNITY] = "four-rivers"
    session.save()
    browser.cookies["sessionid"] = session.session_key or ""


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_told_kindly_how_to_join(client: Client, db: None, method: str) -> None:
    answer = getattr(client, method)(JOIN, {"email": "new@example.org", "display_name": "New"})
    assert "ask for an invitation" in words_of(answer.content)
    assert not User.objects.exists()


def test_who_comes_from_an_open_community_gets_an_account(
    client: Client, db: None, smtp_peer: SmtpPeer
) -> None:
    let_in(client)
    client.post(
        JOIN,
        {"email": "Nora@Example.org", "display_name": "Nora Diaz", "next": "/me/profile/"},
        headers={"accept-language": "es"},
    )
    code = code_in(smtp_peer.to("nora@example.org")[0].text)
    client.post("/accounts/confirm-email/", {"code": code})
    nora = User.objects.get()
    assert (nora.email, nora.name, nora.language) == ("nora@example.org", "Nora Diaz", "es")
    assert not nora.has_usable_password()
    assert EmailAddress.objects.get().verified
    assert client.session["_auth_user_id"] == str(nora.pk)


def test_who_has_an_account_already_is_told_by_mail_only(
    client: Client, sam: User, smtp_peer: SmtpPeer
) -> None:
    let_in(client)
    answer = client.post(JOIN, {"email": sam.email, "display_name": "Somebody"}, follow=True)
    assert "We sent a mail" in words_of(answer.content)
    assert smtp_peer.received[0].subject == "You already have an account"
    assert User.objects.count() == 1
