"""The suite's settings, with connections kept from request to request as in production."""

from config.settings.test import *

DATABASES["default"]["CONN_MAX_AGE"] = 300
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
