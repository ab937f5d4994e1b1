"""Signing in through OpenID Connect, against a real provider over HTTP on this machine."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.adapter import JOINING_COMMUNITY
from accounts.models import User
from tests.accounts.conftest import SIGN_IN, words_of
from tests.accounts.oidc_provider import OidcProvider, settings_for


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


@pytest.fixture
def provider(settings: Settings) -> Iterator[OidcProvider]:
    provider = OidcProvider()
    provider.start()
    settings.SOCIALACCOUNT_PROVIDERS = settings_for(provider)
    yield provider
    provider.stop()


def come_through(browser: Client, *, process: str = "login") -> HttpResponse:
    """Press the provider's button, go there over HTTP, and come back with its answer."""
    start = browser.post(f"/accounts/oidc/oidc/login/?process={process}")
    assert start.status_code == 302
    there = start.headers["Location"]
    opener = urllib.request.build_opener(NoRedirect)
    try:
        opener.open(there)
    except urllib.error.HTTPError as answer:
        back = urlsplit(str(answer.headers["Location"]))
        answer.close()
    return browser.get(f"{back.path}?{back.query}")  # type: ignore[return-value]


def test_the_sign_in_page_offers_what_is_switched_on(
    client: Client, provider: OidcProvider, db: None
) -> None:
    assert "Continue with District Login" in words_of(client.get(SIGN_IN).content)


def test_nothing_is_offered_when_nothing_is_switched_on(client: Client, db: None) -> None:
    page = words_of(client.get(SIGN_IN).content)
    assert "Continue with" not in page


@pytest.mark.parametrize(
    "door", ["/accounts/oidc/oidc/login/", "/accounts/google/login/", "/accounts/microsoft/login/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_switched_on_is_not_there(
    client: Client, db: None, door: str, method: str
) -> None:
    assert getattr(client, method)(door).status_code == 404


@pytest.mark.parametrize("verified", [True, "true"])
def test_a_verified_address_signs_its_owner_in(
    client: Client, sam: User, provider: OidcProvider, verified: object
) -> None:
    provider.claims = {"sub": "42", "email": "Sam@Example.org", "email_verified": verified}
    answer = come_through(client)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(sam.pk)
    assert SocialAccount.objects.get().user == sam
    assert User.objects.count() == 1


@pytest.mark.parametrize("verified", [False, "false", None, "no"])
def test_an_unverified_address_neither_signs_in_nor_links(
    client: Client, sam: User, provider: OidcProvider, verified: object
) -> None:
    provider.claims = {"sub": "42", "email": sam.email, "email_verified": verified}
    answer = come_through(client)
    assert answer.status_code == 403
    assert "Please sign in with a code" in words_of(answer.content)
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


def test_an_unverified_address_makes_no_account_in_an_open_community_either(
    client: Client, db: None, provider: OidcProvider
) -> None:
    session = client.session
    session[JOINING_COMMUNITY] = "four-rivers"
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    provider.claims = {"sub": "42", "email": "new@example.org", "email_verified": False}
    assert come_through(client).status_code == 403
    assert not User.objects.exists()


def test_a_stranger_is_told_how_to_join(client: Client, db: None, provider: OidcProvider) -> None:
    provider.claims = {"sub": "42", "email": "new@example.org", "email_verified": True}
    assert "ask for an invitation" in words_of(come_through(client).content)
    assert not User.objects.exists()


def test_a_stranger_from_an_open_community_gets_an_account(
    client: Client, db: None, provider: OidcProvider
) -> None:
    session = client.session
    session[JOINING_COMMUNITY] = "four-rivers"
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    provider.claims = {
        "sub": "42",
        "email": "Nora@example.org",
        "email_verified": True,
        "name": "Nora Diaz",
    }
    come_through(client)
    nora = User.objects.get()
    assert (nora.email, nora.name) == ("nora@example.org", "Nora Diaz")
    assert EmailAddress.objects.get().verified
    assert client.session["_auth_user_id"] == str(nora.pk)


def test_who_is_signed_in_may_connect_whatever_the_address(
    client: Client, sam: User, provider: OidcProvider
) -> None:
    client.force_login(sam)
    provider.claims = {"sub": "42", "email": "other@example.net", "email_verified": False}
    come_through(client, process="connect")
    assert SocialAccount.objects.get().user == sam
    sam.refresh_from_db()
    assert sam.email == "sam@example.org"
    assert "District Login" in words_of(client.get("/accounts/3rdparty/").content)

    later = Client()
    come_through(later)
    assert later.session["_auth_user_id"] == str(sam.pk)


def test_a_connection_of_somebody_else_cannot_be_taken_over(
    client: Client, sam: User, rosa: User, provider: OidcProvider
) -> None:
    SocialAccount.objects.create(user=rosa, provider="oidc", uid="42")
    client.force_login(sam)
    provider.claims = {"sub": "42", "email": sam.email, "email_verified": True}
    come_through(client, process="connect")
    assert SocialAccount.objects.get().user == rosa


def test_looking_at_the_provider_s_address_starts_nothing(
    client: Client, db: None, provider: OidcProvider
) -> None:
    page = client.get("/accounts/oidc/oidc/login/")
    assert "Continue with District Login" in words_of(page.content)
    assert "/authorize" not in provider.asked


def test_a_forged_answer_is_refused(client: Client, sam: User, provider: OidcProvider) -> None:
    provider.claims = {"sub": "42", "email": sam.email, "email_verified": True}
    answer = client.get("/accounts/oidc/oidc/login/callback/?code=one-time&state=forged")
    assert "That did not work" in words_of(answer.content)
    assert "_auth_user_id" not in client.session


def settings_with(**environment: str) -> dict[str, object]:
    """Return the sign-in settings that these environment variables make, in a fresh process."""
    script = (
        "import json; from config.settings import base as s;"
        "apps = [name.rpartition('.')[2] for name in s.INSTALLED_APPS if '.providers.' in name];"
        "print(json.dumps([s.SOCIALACCOUNT_PROVIDERS, s.PROVIDER_ORIGINS, apps]))"
    )
    kept = {name: os.environ[name] for name in ("PATH", "DATABASE_URL", "REDIS_URL")}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**kept, "SECRET_KEY": "only-for-this-test", **environment},
        capture_output=True,
        check=True,
    )
    providers, origins, apps = json.loads(done.stdout)
    assert apps == list(providers)
    return {"providers": providers, "origins": origins}


def test_providers_are_switched_on_by_the_environment() -> None:
    assert settings_with() == {"providers": {}, "origins": []}
    made = settings_with(
        GOOGLE_CLIENT_ID="g",
        GOOGLE_CLIENT_SECRET="x",
        MICROSOFT_CLIENT_ID="m",
        MICROSOFT_CLIENT_SECRET="x",
        OIDC_SERVER_URL="https://login.example.org/realms/district",
        OIDC_CLIENT_ID="o",
        OIDC_CLIENT_SECRET="x",
    )
    assert list(made["providers"]) == ["google", "microsoft", "openid_connect"]  # type: ignore[call-overload]
    assert made["origins"] == [
        "https://accounts.google.com",
        "https://login.microsoftonline.com",
        "https://login.example.org",
    ]


@pytest.mark.parametrize(
    ("tenant", "believed"), [("common", False), ("organizations", False), ("0f0e-district", True)]
)
def test_microsoft_is_believed_for_one_s_own_organisation_only(
    tenant: str, *, believed: bool
) -> None:
    made = settings_with(
        MICROSOFT_CLIENT_ID="m", MICROSOFT_CLIENT_SECRET="x", MICROSOFT_TENANT=tenant
    )
    assert made["providers"]["microsoft"]["VERIFIED_EMAIL"] is believed  # type: ignore[index]
