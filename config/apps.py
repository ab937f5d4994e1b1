"""The project itself, as an app: it only holds what belongs to no other."""

from django.apps import AppConfig

# Importing it makes it Celery's current app, so that `.delay()` in a view finds our broker. Not in
# config/__init__.py: that would set a settings module for everything that lives under `config`.
from config.celery import app as celery_app


class PorchlightConfig(AppConfig):
    name = "config"
    verbose_name = "Porchlight"
    celery = celery_app
