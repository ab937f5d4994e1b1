"""Production's settings with another page in place of ours; floor.py takes the middleware away."""

from pathlib import Path

from config.settings.production import *

ROOT_URLCONF = "bench.floor"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
    }
]
# The owner passes row-level security, so the SELECT needs no scope.
DATABASES["owner"] |= {"CONN_MAX_AGE": 300}
