"""Doors and mailboxes for the tests of signing in."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import make_user
from tests.smtp_peer import SmtpPeer

SIGN_IN = "/accounts/login/"
CODE_PAGE = "/accounts/login/code/confirm/"


@pytest.fixture
def rosa(db: None) -> User:
    """Rosa reads Spanish and has no password."""
    return make_user("Rosa Peña", language="es")


@pytest.fixture
def sam(db: None) -> User:
    return make_user("Sam Ortiz")


def code_in(text: str) -> str:
    """Return the code in the first line of a mail."""
    found = re.match(r"\s*(\d{6})\s*$", text.splitlines()[0])
    assert found, f"no code in the first line of {text!r}"
    return found[1]


def words_of(html: bytes) -> str:
    """Return what a person reads on a page, roughly."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode())))


@pytest.fixture
def sign_in(smtp_peer: SmtpPeer) -> Callable[[Client, User], Client]:
    """Return a function that signs a person in with a mailed code."""

    def with_code(browser: Client, person: User) -> Client:
        browser.post(SIGN_IN, {"login": person.email})
        code = code_in(smtp_peer.to(person.email)[-1].text)
        browser.post(CODE_PAGE, {"code": code})
        assert browser.session["_auth_user_id"] == str(person.pk)
        return browser

    return with_code
