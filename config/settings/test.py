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
CACHES["default"]["KEY_PREFIX"] = "test-" + environment.text("PYTEST_XDIST_WORKER", "main")
