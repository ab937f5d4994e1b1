"""What only production's settings say, read as production reads them."""

import json
import subprocess
import sys

from config.embedded.data_folder import PROJECT
from tests.celery_worker import worker_environment

READ = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in (
    "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "DEBUG",
)}))
"""


def read(**environment: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", READ],
        cwd=PROJECT,
        env=worker_environment(
            DJANGO_SETTINGS_MODULE="config.settings.production", SECRET_KEY="k" * 60, **environment
        ),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_cookies_travel_over_tls_only(db: None) -> None:
    assert read() == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "DEBUG": False,
    }


def test_a_trial_on_plain_http_says_so(db: None) -> None:
    plain = read(INSECURE_HTTP="1")
    assert (plain["SESSION_COOKIE_SECURE"], plain["SECURE_SSL_REDIRECT"]) == (False, False)
