"""`make run` as a whole: up, down, and up again after the worst."""

import os
import signal
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
import redis

from config.embedded.processes import is_running
from tests.config.running import Run, data_folder, eventually, processes_of, started_once

pytestmark = [pytest.mark.slow, pytest.mark.worker]


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder in which `make run` was started once and stopped: it has its demo community."""
    with data_folder() as own:
        kept = started_once(tmp_path_factory.getbasetemp().parent)
        subprocess.run(["cp", "--archive", str(kept), str(own)], check=True)
        yield own


def remember(urls: dict[str, str]) -> None:
    with psycopg.connect(urls["DATABASE_OWNER_URL"]) as owner:
        owner.execute("CREATE TABLE kept (word text)")
        owner.execute("INSERT INTO kept VALUES ('lamp')")
    redis.Redis.from_url(urls["REDIS_URL"]).set("kept", "lamp")
    # Valkey's file is synced once a second; what was set before the sync is not promised.
    redis.Redis.from_url(urls["REDIS_URL"]).waitaof(1, 0, 5000)


def remembered(urls: dict[str, str]) -> bool:
    with psycopg.connect(urls["DATABASE_OWNER_URL"]) as owner:
        row = owner.execute("SELECT word FROM kept").fetchone()
    return row == ("lamp",) and redis.Redis.from_url(urls["REDIS_URL"]).get("kept") == b"lamp"


def remembered_once_up(urls: dict[str, str]) -> bool:
    """As remembered(), while the servers may still be starting again."""
    try:
        return remembered(urls)
    except (psycopg.OperationalError, redis.RedisError):
        return False


def leave_nothing(folder: Path) -> None:
    eventually(lambda: not processes_of(folder), "no process is left", seconds=120)


def test_one_command_serves_pages_and_ctrl_c_leaves_no_process(folder: Path) -> None:
    run = Run(folder)
    run.wait_until_ready()
    assert run.status("/") == 200
    assert run.status("/mail/") == 200
    assert f"http://localhost:{run.port}/" in run.said()
    assert {"postgres", "valkey"} <= {name for name in ("postgres", "valkey") if run.mark(name)}

    second = Run(folder)
    assert second.process.wait(90) == 1
    assert "already uses the data folder" in second.said()

    assert run.interrupt() == 0
    leave_nothing(folder)


def test_a_program_that_is_killed_is_started_again(folder: Path) -> None:
    run = Run(folder)
    run.wait_until_ready()
    remember(run.urls())
    # The servers last: what loses them may end by itself before it is killed.
    for name in ("worker", "web", "beat", "mail", "valkey", "postgres"):
        eventually(partial(run.is_marked, name), f"{name} runs")
        before = run.mark(name)
        assert before is not None
        os.kill(before.pid, signal.SIGKILL)

        def replaced(name: str = name, before: object = before) -> bool:
            now = run.mark(name)
            return now is not None and now != before and is_running(now)

        eventually(replaced, f"{name} runs again; it said: {run.said()}")
        assert f"{name} was killed by signal 9" in run.said()
    eventually(lambda: remembered_once_up(run.urls()), "the data is there")
    eventually(lambda: run.status("/mail/") == 200, "pages are served")
    assert run.interrupt() == 0
    leave_nothing(folder)


def test_after_a_kill_of_the_supervisor_or_of_everything_a_new_start_finds_the_data(
    folder: Path,
) -> None:
    run = Run(folder)
    run.wait_until_ready()
    remember(run.urls())
    run.process.kill()
    run.process.wait()
    leave_nothing(folder)  # the kernel told the programs that the supervisor died

    run = Run(folder)
    run.wait_until_ready()
    assert remembered(run.urls())
    everything = processes_of(folder)
    assert len(everything) > 6
    for pid in [run.process.pid, *everything]:
        os.kill(pid, signal.SIGKILL)
    run.process.wait()

    run = Run(folder)
    run.wait_until_ready()
    assert remembered(run.urls())
    assert run.interrupt() == 0
    leave_nothing(folder)
