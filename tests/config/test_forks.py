"""What the web server has done before it forks its workers."""

import json
import subprocess
import sys

import pytest

from config.embedded.data_folder import PROJECT
from tests.celery_worker import worker_environment

# As gunicorn with --preload leaves it, when the workers are forked.
STATE = """
import gc, json, os, sys, threading
import config.wsgi
from django.db import connection, connections
from django.urls import get_resolver
print(json.dumps({
    "loaded": [name for name in sys.modules if name in {"celery.bin", "aiosmtpd", "polib"}],
    "addresses": get_resolver()._populated,
    "frozen": gc.get_freeze_count() > 100_000,
    "connection": connection.connection is not None,
    "pools": len(connection._connection_pools),
    "threads": threading.active_count(),
}))
"""


@pytest.mark.parametrize("pool", ["", "1"])
def test_workers_share_what_is_loaded_and_no_connection(db: None, pool: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STATE],
        cwd=PROJECT,
        env=worker_environment(DATABASE_POOL=pool),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == {
        "loaded": [],
        "addresses": True,
        "frozen": True,
        "connection": False,
        "pools": 0,
        "threads": 1,
    }
