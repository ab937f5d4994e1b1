"""The clock of `make run` and production: a small program that knows only names and times."""

import subprocess
import sys

from config.celery import app
from config.embedded.data_folder import PROJECT
from config.schedule import TICKS
from tests.celery_worker import worker_environment

# What it has loaded once it can reach the broker.
LOADED = """
import sys
from config.clock import clock
clock().connection_for_write().transport
print(*sys.modules)
"""


def test_every_tick_is_for_a_task_that_a_worker_has(db: None) -> None:
    app.loader.import_default_modules()
    assert {tick["task"] for tick in TICKS.values()} <= app.tasks.keys()


def test_the_clock_does_without_django_and_the_database(db: None) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=PROJECT,
        env=worker_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "redis" in loaded
    assert not loaded & {"django.apps", "django.conf", "django.db", "psycopg", "prompt_toolkit"}
