"""The suite: production's ways, minus what only slows it down."""

from config import environment
from config.settings.base import *

DEBUG = False
# All of them, so that a test can switch one on.
INSTALLED_APPS += [
    f"allauth.socialaccount.providers.{name}" for name in ("google", "microsoft", "openid_connect")
]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False

# Tests that run side by side share one Valkey: each has cache keys and queues of its own.
_side = environment.text("PYTEST_XDIST_WORKER", "main")
for _name, _cache in CACHES.items():
    _cache["KEY_PREFIX"] = f"test-{_side}-{_name}"
_number = int(_side.removeprefix("gw")) + 2 if _side != "main" else 1
CELERY_BROKER_URL = environment.broker(environment.redis_database(REDIS_URL, _number))
