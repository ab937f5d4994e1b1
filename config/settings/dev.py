"""`make run`, `make shell` and the tools: on this machine, with every mail kept here."""

import os

# Tools that read the settings (type checks, messages) need no server.
os.environ.setdefault("DATABASE_URL", "postgresql://porchlight_app@/porchlight")
os.environ.setdefault("DATABASE_OWNER_URL", "postgresql://porchlight_owner@/porchlight")

from config import environment
from config.logging import logging_config
from config.settings.base import *

DEBUG = environment.flag("DEBUG", default=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LOGGING = logging_config(
    form=environment.text("LOG_FORMAT", "readable"), level=environment.text("LOG_LEVEL", "INFO")
)
INTERNAL_IPS = ["127.0.0.1"]
MAIL_DIR = environment.text("PORCHLIGHT_MAIL_DIR", str(BASE_DIR / ".data" / "mail"))
