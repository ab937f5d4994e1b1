"""A password is there for those who want one."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import SIGN_IN, code_in, words_of
from tests.smtp_peer import SmtpPeer

PASSWORD = "seven green herons"
WITH_PASSWORD = "/accounts/login/password/"


@pytest.fixture
def fay(sam: User) -> User:
    sam.set_password(PASSWORD)
    sam.save()
    return sam


def test_the_sign_in_page_leads_to_the_password_page(client: Client, db: None) -> None:
    assert f'href="{WITH_PASSWORD}"' in client.get(SIGN_IN).content.decode()


def test_a_person_signs_in_with_a_password(client: Client, fay: User) -> None:
    answer = client.post(WITH_PASSWORD, {"login": fay.email.upper(), "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(fay.pk)


@pytest.mark.parametrize("address", ["sam@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(
    client: Client, fay: User, address: str
) -> None:
    answer = client.post(WITH_PASSWORD, {"login": address, "password": "not this one"})
    assert answer.status_code == 200
    assert "This address and this password do not belong together." in words_of(answer.content)
    assert address in answer.content.decode()


def test_five_wrong_passwords_shut_the_door_for_a_while(client: Client, fay: User) -> None:
    for _ in range(5):
        client.post(WITH_PASSWORD, {"login": fay.email, "password": "not this one"})
    answer = client.post(WITH_PASSWORD, {"login": fay.email, "password": PASSWORD})
    assert answer.status_code == 429
    assert "Please wait five minutes" in words_of(answer.content)


def test_a_person_chooses_a_password_and_is_told_by_mail(
    client: Client, sam: User, smtp_peer: SmtpPeer, sign_in: Callable[[Client, User], Client]
) -> None:
    sign_in(client, sam)
    page = client.get("/me/security/")
    assert "You have none and you need none" in words_of(page.content)
    client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert client.get("/me/security/").status_code == 200
    assert smtp_peer.received[-1].subject == "You have a password now"
    sam.refresh_from_db()
    assert sam.check_password(PASSWORD)


def test_a_forgotten_password_is_replaced_with_a_code(
    client: Client, fay: User, smtp_peer: SmtpPeer
) -> None:
    client.post("/accounts/password/reset/", {"email": fay.email})
    client.post("/accounts/password/reset/confirm/", {"code": code_in(smtp_peer.received[0].text)})
    new = "nine brown otters"
    client.post("/accounts/password/reset/complete/", {"password1": new, "password2": new})
    fay.refresh_from_db()
    assert fay.check_password(new)


def test_a_password_for_an_unknown_address_gets_the_same_answer(
    client: Client, fay: User, smtp_peer: SmtpPeer
) -> None:
    def answers(address: str) -> list[object]:
        browser = Client()
        first = browser.post("/accounts/password/reset/", {"email": address})
        second = browser.get(first.headers["Location"])
        return [
            first.status_code,
            first.headers["Location"],
            words_of(second.content).replace(address, "…"),
        ]

    assert answers("nobody@example.org") == answers(fay.email)
