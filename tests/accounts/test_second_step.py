"""Authenticator apps and recovery codes: a second lock for those who set it up."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from tests.accounts.conftest import CODE_PAGE, SIGN_IN, code_in, words_of
from tests.smtp_peer import SmtpPeer

SECRET = "JBSWY3DPEHPK3PXP"
STEP = "/accounts/2fa/authenticate/"


def app_code(secret: str = SECRET) -> str:
    """Return what an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@pytest.fixture
def guarded(sam: User) -> User:
    TOTP.activate(sam, SECRET)
    return sam


def sign_in_by_mail(browser: Client, person: User, smtp_peer: SmtpPeer) -> str:
    browser.post(SIGN_IN, {"login": person.email})
    answer = browser.post(CODE_PAGE, {"code": code_in(smtp_peer.received[-1].text)})
    return str(answer.headers["Location"])


def test_the_app_s_code_is_asked_for_after_the_mailed_one(
    client: Client, guarded: User, smtp_peer: SmtpPeer
) -> None:
    assert sign_in_by_mail(client, guarded, smtp_peer) == STEP
    assert "_auth_user_id" not in client.session
    assert "type the six digits" in words_of(client.get(STEP).content)
    client.post(STEP, {"code": app_code()})
    assert client.session["_auth_user_id"] == str(guarded.pk)


def test_a_wrong_code_of_the_app_is_told(
    client: Client, guarded: User, smtp_peer: SmtpPeer
) -> None:
    sign_in_by_mail(client, guarded, smtp_peer)
    wrong = "000000" if app_code() != "000000" else "111111"
    answer = client.post(STEP, {"code": wrong})
    assert "Codes from the app change every half minute" in words_of(answer.content)
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_once(client: Client, guarded: User, smtp_peer: SmtpPeer) -> None:
    code = RecoveryCodes.activate(guarded).get_unused_codes()[0]
    sign_in_by_mail(client, guarded, smtp_peer)
    client.post(STEP, {"code": code})
    assert client.session["_auth_user_id"] == str(guarded.pk)

    again = Client()
    sign_in_by_mail(again, guarded, smtp_peer)
    again.post(STEP, {"code": code})
    assert "_auth_user_id" not in again.session


def test_a_person_sets_up_an_app_and_gets_recovery_codes(
    client: Client,
    sam: User,
    smtp_peer: SmtpPeer,
    sign_in: Callable[[Client, User], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    sign_in(client, sam)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/accounts/2fa/totp/activate/", {"code": app_code(found[1])})
    assert answer.headers["Location"] == "/accounts/2fa/recovery-codes/"
    codes = client.get(answer.headers["Location"])
    assert "10 codes are left." in words_of(codes.content)
    assert smtp_peer.received[-1].subject == "An authenticator app now guards your account"
    download = client.get("/accounts/2fa/recovery-codes/download/")
    assert "attachment" in download.headers["Content-Disposition"]
    page_after = words_of(client.get("/me/security/").content)
    assert "You have 10 recovery codes left" in page_after


def test_the_app_can_be_removed_again(client: Client, guarded: User, smtp_peer: SmtpPeer) -> None:
    sign_in_by_mail(client, guarded, smtp_peer)
    client.post(STEP, {"code": app_code()})
    assert client.get("/accounts/2fa/totp/deactivate/").status_code == 200
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=guarded).exists()
    assert sign_in_by_mail(Client(), guarded, smtp_peer) == "/"


def test_who_signed_in_long_ago_is_asked_again(
    client: Client, guarded: User, smtp_peer: SmtpPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in_by_mail(client, guarded, smtp_peer)
    client.post(STEP, {"code": app_code()})
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 15 * 60 + 1)
    answer = client.get("/accounts/2fa/totp/deactivate/")
    assert answer.headers["Location"].startswith("/accounts/2fa/reauthenticate/")
    page = client.get(answer.headers["Location"])
    assert "Is it you?" in words_of(page.content)
    back = client.post(answer.headers["Location"], {"code": app_code()})
    assert back.headers["Location"] == "/accounts/2fa/totp/deactivate/"


def test_a_passkey_alone_asks_for_no_second_step(
    client: Client, sam: User, smtp_peer: SmtpPeer
) -> None:
    Authenticator.objects.create(user=sam, type=Authenticator.Type.WEBAUTHN, data={})
    assert sign_in_by_mail(client, sam, smtp_peer) == "/"
    assert client.session["_auth_user_id"] == str(sam.pk)


@pytest.mark.parametrize("page", ["/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/"])
def test_who_has_nothing_to_confirm_with_finds_his_ways_to_sign_in(
    client: Client, sam: User, page: str
) -> None:
    assert client.get(page).headers["Location"].startswith("/accounts/login/")
    client.force_login(sam)
    assert client.get(page).headers["Location"] == "/me/security/"
