"""Signing in with a code from the mail: the usual way."""

import time

import pytest
import redis
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import CODE_PAGE, SIGN_IN, code_in, words_of
from tests.smtp_peer import SmtpPeer


def test_a_person_signs_in_with_a_mailed_code(
    client: Client, sam: User, smtp_peer: SmtpPeer
) -> None:
    page = client.get(SIGN_IN)
    assert "We will send you a code" in words_of(page.content)

    asked = client.post(SIGN_IN, {"login": sam.email})
    assert asked.headers["Location"] == CODE_PAGE

    [mail] = smtp_peer.received
    code = code_in(mail.text)
    assert mail.recipients == [sam.email]
    assert mail.subject == f"Your sign-in code: {code[:3]} {code[3:]}"
    assert code in mail.html
    answer = client.post(CODE_PAGE, {"code": code})
    assert answer.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(sam.pk)


def test_a_code_pasted_with_spaces_is_taken(client: Client, sam: User, smtp_peer: SmtpPeer) -> None:
    client.post(SIGN_IN, {"login": sam.email})
    code = code_in(smtp_peer.received[0].text)
    client.post(CODE_PAGE, {"code": f" {code[:3]} {code[3:]} "})
    assert client.session["_auth_user_id"] == str(sam.pk)


def test_the_code_field_asks_phones_for_the_code_and_a_number_pad(
    client: Client, sam: User, smtp_peer: SmtpPeer
) -> None:
    client.post(SIGN_IN, {"login": sam.email})
    page = client.get(CODE_PAGE).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert sam.email in page


def test_an_address_is_found_whatever_its_case(
    client: Client, sam: User, smtp_peer: SmtpPeer
) -> None:
    client.post(SIGN_IN, {"login": "  SAM@Example.ORG "})
    assert smtp_peer.to(sam.email)


def test_an_unknown_address_gets_the_same_answer(sam: User, smtp_peer: SmtpPeer) -> None:
    def answers(address: str) -> list[tuple[int, str, str]]:
        browser = Client()
        first = browser.post(SIGN_IN, {"login": address})
        second = browser.get(CODE_PAGE)
        third = browser.post(CODE_PAGE, {"code": "000000"})
        again = browser.post(CODE_PAGE, {"action": "resend"})
        return [
            (
                a.status_code,
                a.headers.get("Location", ""),
                words_of(a.content).replace(address, "…"),
            )
            for a in (first, second, third, again)
        ]

    assert answers("nobody@example.org") == answers(sam.email)


def test_an_unknown_address_is_told_by_mail_how_to_join(
    client: Client, db: None, smtp_peer: SmtpPeer
) -> None:
    client.post(SIGN_IN, {"login": "nobody@example.org"})
    [mail] = smtp_peer.received
    assert mail.recipients == ["nobody@example.org"]
    assert "ask for an invitation" in " ".join(mail.text.split())
    assert not User.objects.filter(email="nobody@example.org").exists()


def test_no_code_opens_the_door_for_an_unknown_address(
    client: Client, db: None, smtp_peer: SmtpPeer
) -> None:
    client.post(SIGN_IN, {"login": "nobody@example.org"})
    client.post(CODE_PAGE, {"code": ""})
    client.post(CODE_PAGE, {"code": "000000"})
    assert "_auth_user_id" not in client.session


def test_a_wrong_code_is_told_and_the_third_ends_it(
    client: Client, sam: User, smtp_peer: SmtpPeer
) -> None:
    client.post(SIGN_IN, {"login": sam.email})
    right = code_in(smtp_peer.received[0].text)
    wrong = "000000" if right != "000000" else "111111"

    first = client.post(CODE_PAGE, {"code": wrong})
    assert "This is not the code" in words_of(first.content)
    client.post(CODE_PAGE, {"code": wrong})
    third = client.post(CODE_PAGE, {"code": wrong})
    assert third.status_code == 302
    assert "too many tries" in words_of(client.get(third.headers["Location"]).content)
    client.post(CODE_PAGE, {"code": right})
    assert "_auth_user_id" not in client.session


def test_a_code_is_worth_nothing_after_a_quarter_of_an_hour(
    client: Client, sam: User, smtp_peer: SmtpPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(SIGN_IN, {"login": sam.email})
    code = code_in(smtp_peer.received[0].text)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 15 * 60 + 1)
    client.post(CODE_PAGE, {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_code_works_once(client: Client, sam: User, smtp_peer: SmtpPeer) -> None:
    client.post(SIGN_IN, {"login": sam.email})
    code = code_in(smtp_peer.received[0].text)
    client.post(CODE_PAGE, {"code": code})
    client.post("/accounts/logout/")
    client.post(CODE_PAGE, {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_code_works_only_in_the_browser_that_asked(sam: User, smtp_peer: SmtpPeer) -> None:
    Client().post(SIGN_IN, {"login": sam.email})
    thief = Client()
    thief.post(CODE_PAGE, {"code": code_in(smtp_peer.received[0].text)})
    assert "_auth_user_id" not in thief.session


def test_asking_for_a_fourth_code_in_a_minute_is_answered_with_429(
    sam: User, smtp_peer: SmtpPeer
) -> None:
    for _ in range(3):
        assert Client().post(SIGN_IN, {"login": sam.email}).status_code == 302
    fourth = Client().post(SIGN_IN, {"login": sam.email})
    assert fourth.status_code == 429
    assert "Please wait five minutes" in words_of(fourth.content)
    assert sam.email in fourth.content.decode()
    assert len(smtp_peer.received) == 3


def test_too_many_sign_ins_from_one_place_are_answered_with_429_and_words(
    client: Client, db: None
) -> None:
    for _ in range(120):
        client.post(SIGN_IN, {"login": "not an address"})
    answer = client.post(SIGN_IN, {"login": "not an address"})
    assert answer.status_code == 429
    assert "Too many tries in a short time" in words_of(answer.content)


def test_a_person_is_brought_to_the_page_he_wanted(
    client: Client, sam: User, smtp_peer: SmtpPeer
) -> None:
    client.post(SIGN_IN, {"login": sam.email, "next": "/me/sessions/"})
    code = code_in(smtp_peer.received[0].text)
    answer = client.post(f"{CODE_PAGE}?next=/me/sessions/", {"code": code})
    assert answer.headers["Location"] == "/me/sessions/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(
    client: Client, sam: User, smtp_peer: SmtpPeer, elsewhere: str
) -> None:
    asked = client.post(SIGN_IN, {"login": sam.email, "next": elsewhere})
    code = code_in(smtp_peer.received[0].text)
    answer = client.post(asked.headers["Location"], {"code": code, "next": elsewhere})
    assert answer.headers["Location"] == "/"
    out = client.post("/accounts/logout/", {"next": elsewhere})
    assert out.headers["Location"] == "/"


def test_looking_at_the_sign_out_page_signs_nobody_out(client: Client, sam: User) -> None:
    client.force_login(sam)
    page = client.get("/accounts/logout/")
    assert "Do you want to sign out?" in words_of(page.content)
    assert client.get("/me/profile/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/me/profile/").status_code == 302


def test_one_may_go_back_and_use_another_address(
    client: Client, sam: User, rosa: User, smtp_peer: SmtpPeer
) -> None:
    client.post(SIGN_IN, {"login": sam.email})
    answer = client.post("/accounts/logout/", {"next": SIGN_IN}, follow=True)
    assert answer.request["PATH_INFO"] == SIGN_IN
    client.post(SIGN_IN, {"login": rosa.email})
    assert smtp_peer.to(rosa.email)


def test_a_closed_account_gets_no_code(client: Client, sam: User, smtp_peer: SmtpPeer) -> None:
    sam.is_active = False
    sam.save()
    client.post(SIGN_IN, {"login": sam.email})
    assert "no code" in " ".join(smtp_peer.received[0].text.split())


def test_the_limits_are_kept_in_the_cache_that_all_processes_share(
    sam: User, smtp_peer: SmtpPeer
) -> None:
    Client().post(SIGN_IN, {"login": sam.email})
    keys = redis.from_url(settings.REDIS_URL).keys("*allauth:rl:*")
    assert keys
