"""The door that an application server opens: `gunicorn config.wsgi --preload`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config.forks import keep_for_good, load_for_all
from config.pool import use_pool
from config.start_check import check_database_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()
if settings.DATABASE_POOL:
    use_pool()
check_database_role()
load_for_all()
keep_for_good()
