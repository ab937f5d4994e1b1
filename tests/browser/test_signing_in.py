"""Passkeys, and other people's sign-in pages, in a real browser."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import CDPSession, Page, expect

from accounts.models import User
from tests.accounts.conftest import code_in
from tests.accounts.oidc_provider import OidcProvider, settings_for
from tests.browsing import Site

pytestmark = pytest.mark.browser


def give_device(page: Page) -> CDPSession:
    """Give the browser a device that keeps passkeys and knows its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    return session


def sign_in(page: Page, site: Site, person: User) -> None:
    page.goto("/accounts/login/?next=/me/security/")
    page.get_by_label("Your e-mail address").fill(person.email)
    page.keyboard.press("Enter")
    # Who looks up the code on the phone comes back and types: the cursor waits in the field.
    expect(page.get_by_label("The code from the mail")).to_be_focused()
    page.keyboard.type(code_in(site.smtp.to(person.email)[-1].text))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/me/security/")


def test_a_passkey_is_added_renamed_used_and_removed(site: Site) -> None:
    with site.window() as window:
        page = window.page
        give_device(page)
        sign_in(page, site, site.cast.sam.user)
        page.get_by_role("link", name="Add a passkey").click()
        page.get_by_label("A name for this passkey").fill("My phone")
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_text("Your passkey is added.")).to_be_visible()

        page.get_by_role("link", name="Rename My phone").click()
        page.get_by_label("A name for this passkey").fill("The blue phone")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".rows__title")).to_have_text("The blue phone")

        page.context.clear_cookies()
        page.goto("/accounts/login/?next=/me/sessions/")
        page.get_by_role("button", name="Use a passkey").click()
        expect(page).to_have_url(f"{site.url}/me/sessions/")

        page.goto("/me/security/")
        page.get_by_role("link", name="Remove The blue phone").click()
        page.get_by_role("button", name="Remove the passkey").click()
        expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    assert not Authenticator.objects.filter(user=site.cast.sam.user).exists()


def test_who_has_no_fitting_passkey_is_told_and_may_go_on(site: Site) -> None:
    with site.window() as window:
        page = window.page
        # An empty device answers only when somebody gives up: stand in for that hand.
        page.add_init_script(
            "navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
        )
        page.goto("/accounts/login/")
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_text("That did not work. Try once more")).to_be_visible()
        sign_in(page, site, site.cast.tess.user)


def test_the_way_to_a_provider_and_back_is_not_stopped_by_the_policy(site: Site) -> None:
    provider = OidcProvider()
    provider.start()
    provider.claims = {"sub": "42", "email": site.cast.pat.user.email, "email_verified": True}
    policy: dict[str, Any] = settings.SECURE_CSP
    doors = [*policy["form-action"], provider.url]
    try:
        with (
            override_settings(
                SOCIALACCOUNT_PROVIDERS=settings_for(provider),
                SECURE_CSP=policy | {"form-action": doors},
            ),
            site.window() as window,
        ):
            window.page.goto("/accounts/login/?next=/me/profile/")
            window.page.get_by_role("button", name="Continue with District Login").click()
            expect(window.page).to_have_url(f"{site.url}/me/profile/")
    finally:
        provider.stop()
