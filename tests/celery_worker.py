"""A real Celery worker on the test's own database and queues.

A test that uses the fixture `celery_worker` commits for real and names both aliases:

    pytestmark = [
        pytest.mark.worker,
        pytest.mark.django_db(databases=["default", "owner"], transaction=True),
    ]

    def test_x(cast: Cast, celery_worker: StartWorker) -> None:
        worker = celery_worker()
        ...
        eventually(lambda: not DueWork.objects.exists(), "the work is done")
"""

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlencode

import redis
from django.conf import settings
from django.db import connections

from config.embedded.data_folder import PROJECT
from config.embedded.processes import Child, Crew, Program, is_running, mark_of
from config.environment import redis_database
from tests.config.running import eventually

READY = " ready."


def database_url(alias: str) -> str:
    """Return the libpq URI of the alias's test database."""
    found: dict[str, Any] = connections[alias].settings_dict
    user = f"{quote(found['USER'], safe='')}:{quote(found['PASSWORD'], safe='')}"
    options = {**found["OPTIONS"], "host": found["HOST"], "port": found["PORT"]}
    plain = {key: value for key, value in options.items() if value and isinstance(value, str)}
    return f"postgresql://{user}@/{quote(found['NAME'], safe='')}?{urlencode(plain)}"


def broker_database() -> int:
    """Return the number of the Valkey database that holds this test process's queues."""
    return int(settings.CELERY_BROKER_URL.rpartition("=")[2].rpartition("/")[2])


def broker() -> "redis.Redis":
    """Return a connection to the test's own queues; each queue is a list of its name."""
    return redis.Redis.from_url(redis_database(settings.REDIS_URL, broker_database()))


def worker_environment(**more: str) -> dict[str, str]:
    """Return the environment in which our own commands find the test's database and queues."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database_url("default"),
        "DATABASE_OWNER_URL": database_url("owner"),
        "PYTHONUNBUFFERED": "1",
        **more,
    }


class Worker:
    """One running worker: a parent that speaks with the broker, and one child that works."""

    def __init__(self, crew: Crew, child: Child) -> None:
        self._crew = crew
        self._child = child

    @property
    def pid(self) -> int:
        return self._child.process.pid

    def log(self) -> str:
        """Return what the worker has said so far."""
        return self._child.program.log.read_text()

    def running(self) -> bool:
        return self._child.running()

    def children(self) -> list[int]:
        """Return the process numbers of the pool."""
        found = []
        for task in Path(f"/proc/{self.pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += [int(number) for number in task.read_text().split()]
        return found

    def kill_children(self) -> None:
        """Kill what works at this moment; the parent lives and makes a new child."""
        for number in self.children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)

    def kill(self) -> None:
        """Kill the worker and its child at once, as a power cut would."""
        marks = [mark for mark in map(mark_of, self.children()) if mark]
        os.killpg(self.pid, signal.SIGKILL)
        self._child.process.wait()
        eventually(lambda: not any(map(is_running, marks)), "the children are gone")
        self._crew.stop(self._child.program.name)

    def stop(self) -> None:
        """Let it finish what it does, and stop."""
        self._crew.stop(self._child.program.name)


class StartWorker(Protocol):
    def __call__(self, *include: str, **environment: str) -> Worker:
        """Start a worker and return it once it listens.

        `include` names modules for the worker to import (kinds of due work of the test's own);
        `environment` is added to ours, as EMAIL_URL="smtp://127.0.0.1:2525".
        """
        ...


class Workers:
    """Starts workers, and stops all of them in the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._crew = Crew(folder / "processes.json")
        self._count = 0

    def __call__(self, *include: str, **environment: str) -> Worker:
        self._count += 1
        name = f"worker{self._count}"
        arguments = ["-m", "config.worker", "--hostname", f"{name}-{os.getpid()}@test"]
        if include:
            arguments += ["--include", *include]
        child = self._crew.start(
            Program(
                name=name,
                command=(sys.executable, *arguments),
                log=self._folder / f"{name}.log",
                environment=worker_environment(**environment),
                folder=PROJECT,
                patience=30,
            )
        )
        worker = Worker(self._crew, child)
        eventually(
            lambda: READY in worker.log() or not worker.running(), f"{name} listens", seconds=120
        )
        assert worker.running(), worker.log()
        return worker

    def stop(self) -> None:
        self._crew.stop(*self._crew.children)
