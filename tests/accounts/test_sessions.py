"""Where one is signed in, and how to end it."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.devices import device_words
from accounts.models import User
from tests.accounts.conftest import words_of

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"

SignIn = Callable[[Client, User], Client]


def is_in(browser: Client) -> bool:
    return browser.get("/me/profile/").status_code == 200


def test_the_list_names_devices_in_words(sam: User, sign_in: SignIn) -> None:
    sign_in(Client(headers={"user-agent": IPHONE}), sam)
    here = sign_in(Client(headers={"user-agent": CHROME}), sam)
    page = words_of(here.get("/me/sessions/").content)
    assert "Chrome on a Windows computer This one" in page
    assert "Safari on an iPhone" in page


def test_signing_out_everywhere_else_ends_the_others_and_keeps_this_one(
    sam: User, sign_in: SignIn
) -> None:
    other, here = sign_in(Client(), sam), sign_in(Client(), sam)
    answer = here.post("/me/sessions/others/delete/", follow=True)
    assert "You are signed out on all other devices." in words_of(answer.content)
    assert is_in(here)
    assert not is_in(other)


def test_signing_out_everywhere_ends_all(sam: User, sign_in: SignIn) -> None:
    other, here = sign_in(Client(), sam), sign_in(Client(), sam)
    here.post("/me/sessions/delete/")
    assert not is_in(here)
    assert not is_in(other)


def test_a_session_that_no_list_knows_is_ended_too(sam: User, sign_in: SignIn) -> None:
    unlisted = Client()
    unlisted.force_login(sam)
    here = sign_in(Client(), sam)
    here.post("/me/sessions/others/delete/")
    assert not is_in(unlisted)
    assert is_in(here)


def test_somebody_else_s_sessions_stay(sam: User, rosa: User, sign_in: SignIn) -> None:
    hers, his = sign_in(Client(), rosa), sign_in(Client(), sam)
    his.post("/me/sessions/delete/")
    assert is_in(hers)
    assert "rosa" not in words_of(sign_in(Client(), sam).get("/me/sessions/").content).lower()


@pytest.mark.parametrize("door", ["/me/sessions/delete/", "/me/sessions/others/delete/"])
def test_looking_at_these_addresses_ends_nothing(sam: User, sign_in: SignIn, door: str) -> None:
    other, here = sign_in(Client(), sam), sign_in(Client(), sam)
    assert here.get(door).status_code == 405
    assert is_in(other)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome on a Windows computer"),
        (CHROME + " Edg/130.0", "Edge on a Windows computer"),
        (IPHONE, "Safari on an iPhone"),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36",
            "Chrome on an Android device",
        ),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/130.0 Safari/537.36", "Chrome on a Chromebook"),
        ("curl/8", "An unknown device"),
        ("", "An unknown device"),
    ],
)
def test_a_user_agent_becomes_words(user_agent: str, words: str) -> None:
    assert device_words(user_agent) == words
