"""How people sign in: codes by mail first; passkeys, passwords, Google, Microsoft, OpenID Connect.

The providers are switched on by environment variables, as docs/how-to/sign-in-with-google-microsoft-or-oidc.md says.
"""

import os
from typing import Any
from urllib.parse import urlsplit

from config import environment

_QUARTER_OF_AN_HOUR = 15 * 60

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "request_login_code": "accounts.forms.RequestCodeForm",
    "confirm_login_code": "accounts.forms.CodeForm",
    "confirm_email_verification_code": "accounts.forms.AddressCodeForm",
    "confirm_password_reset_code": "accounts.forms.CodeForm",
    "reset_password": "accounts.forms.PasswordResetForm",
    "set_password": "accounts.forms.ChoosePasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password_from_key": "accounts.forms.ReplacePasswordForm",
    "reauthenticate": "accounts.forms.ConfirmPasswordForm",
    "add_email": "accounts.forms.NewAddressForm",
    "signup": "accounts.forms.JoinForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = _QUARTER_OF_AN_HOUR
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = _QUARTER_OF_AN_HOUR
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = _QUARTER_OF_AN_HOUR
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = _QUARTER_OF_AN_HOUR
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = _QUARTER_OF_AN_HOUR
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# A whole meeting signs in from one address of a school's network, so the limit for an address (ip)
# is wide and the one for a person (key) is narrow: 10 codes of 3 guesses an hour among a million.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "request_login_code": "60/m/ip,3/m/key,10/h/key",
    "reset_password": "20/m/ip,3/m/key,10/h/key",
    "signup": "60/m/ip",
    # Of five digits at the door of a meeting; a key is one person at one meeting.
    "meeting_code": "6/m/key,30/h/key",
}
# How many of our own proxies stand in front: without it, all visitors would share one limit.
ALLAUTH_TRUSTED_PROXY_COUNT = int(environment.text("TRUSTED_PROXY_COUNT", "0"))

MFA_ADAPTER = "accounts.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Porchlight"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
    "authenticate": "accounts.forms.SecondStepForm",
    "reauthenticate": "accounts.forms.ConfirmSecondStepForm",
    "activate_totp": "accounts.forms.ActivateAppForm",
}
# Browsers allow passkeys without TLS on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = (
    urlsplit(environment.text("SITE_URL", "http://localhost:8000")).hostname == "localhost"
)

SOCIALACCOUNT_ADAPTER = "accounts.providers.ProviderAdapter"
# A provider that vouches for an address may sign its owner in; the adapter refuses all others.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {}
# Where our sign-in form may lead to: browsers hold `form-action` against redirects too.
PROVIDER_ORIGINS: list[str] = environment.words("SIGN_IN_ORIGINS")


def _given(name: str) -> str:
    return os.environ.get(name, "").strip()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


if _google := _given("GOOGLE_CLIENT_ID"):
    SOCIALACCOUNT_PROVIDERS["google"] = {
        "APPS": [{"client_id": _google, "secret": environment.text("GOOGLE_CLIENT_SECRET")}],
        "SCOPE": ["openid", "profile", "email"],
        "AUTH_PARAMS": {"prompt": "select_account"},
        "OAUTH_PKCE_ENABLED": True,
    }
    PROVIDER_ORIGINS.append("https://accounts.google.com")

if _microsoft := _given("MICROSOFT_CLIENT_ID"):
    _tenant = environment.text("MICROSOFT_TENANT", "common")
    SOCIALACCOUNT_PROVIDERS["microsoft"] = {
        "APPS": [
            {
                "client_id": _microsoft,
                "secret": environment.text("MICROSOFT_CLIENT_SECRET"),
                "settings": {"tenant": _tenant},
            }
        ],
        # Any organisation's admin can write any address into "common". Only the addresses of one
        # organisation of one's own can be believed.
        "VERIFIED_EMAIL": _tenant not in {"common", "organizations", "consumers"},
        "OAUTH_PKCE_ENABLED": True,
    }
    PROVIDER_ORIGINS.append("https://login.microsoftonline.com")

if _oidc := _given("OIDC_SERVER_URL"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": environment.text("OIDC_NAME", "OpenID Connect"),
                "client_id": environment.text("OIDC_CLIENT_ID"),
                "secret": environment.text("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": _oidc},
            }
        ],
        "OAUTH_PKCE_ENABLED": True,
    }
    PROVIDER_ORIGINS.append(_origin(_oidc))
