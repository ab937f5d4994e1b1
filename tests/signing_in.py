"""A browser in which somebody is signed in already."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.cached_db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.crypto import get_random_string

from accounts.models import User
from communities.models import Membership

BACKEND = "accounts.backend.SessionBackend"


def signed_in(who: User | Membership) -> Client:
    """Return a browser with a session of this person.

    Django's `force_login` also does what follows on a sign-in, in eight queries; a test that is
    about those uses it.
    """
    user = who.user if isinstance(who, Membership) else who
    store = SessionStore()
    said = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    key = get_random_string(32, VALID_KEY_CHARS)
    ends = store.get_expiry_date()
    Session.objects.create(session_key=key, session_data=store.encode(said), expire_date=ends)
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = key
    return browser
