"""The suite: production's ways, minus what only slows it down."""

from config import environment
from config.settings.base import *

DEBUG = False
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False

# Tests that run side by side share one Valkey: each has databases of its own there, since emptying
# the cache empties a whole database.
_side = environment.text("PYTEST_XDIST_WORKER", "main")
_number = int(_side.removeprefix("gw")) + 2 if _side != "main" else 1
CACHES["default"]["KEY_PREFIX"] = f"test-{_side}"
CACHES["default"]["LOCATION"] = environment.redis_database(REDIS_URL, _number + 7)
CELERY_BROKER_URL = environment.broker(environment.redis_database(REDIS_URL, _number))
