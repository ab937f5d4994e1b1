"""Start `make run`'s command in a data folder of its own, and watch it as a person would."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from config.embedded.data_folder import PROJECT, DataFolder
from config.embedded.processes import Mark, mark_of
from config.embedded.servers import Servers

OURS = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "TEST_SUPERUSER_URL",
    "DJANGO_SETTINGS_MODULE",
)
COMMAND = (sys.executable, "-m", "config.embedded")


def clean_environment(**more: str) -> dict[str, str]:
    """Return our environment without what leads to the suite's own servers."""
    return {k: v for k, v in os.environ.items() if k not in OURS} | more


def eventually(
    condition: Callable[[], bool], what: str, *, seconds: float = 90, step: float = 0.05
) -> None:
    """Wait until the condition holds; fail with `what` if it does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(step)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_of(folder: Path) -> list[int]:
    """Return the processes, zombies apart, whose command line or environment names the folder."""
    found = []
    name = os.fsencode(folder)
    for entry in Path("/proc").glob("[0-9]*"):
        pid = int(entry.name)
        if pid == os.getpid():
            continue
        with contextlib.suppress(OSError):
            text = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            if name in text and mark_of(pid):
                found.append(pid)
    return found


@contextlib.contextmanager
def data_folder(name: str = "data folder") -> Iterator[Path]:
    """Give a folder with a space in its path that the servers' account can reach."""
    parent = Path(tempfile.mkdtemp(prefix="porchlight test "))
    parent.chmod(0o755)
    folder = parent / name
    try:
        yield folder
    finally:
        kept = DataFolder(folder)
        if folder.exists():
            Servers(kept).crew.stop_strays()
            shutil.rmtree(kept.servers_home(), ignore_errors=True)
            shutil.rmtree(kept.sockets(), ignore_errors=True)
        shutil.rmtree(parent, ignore_errors=True)


def started_once(beside: Path) -> Path:
    """Return a data folder that saw one whole start, from nothing to the first page, and its end.

    The workers of a test run share the one in this folder: migrating and seeding takes a minute.
    """
    with (beside / "started-once.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = beside / "started once"
        if not kept.exists():
            with data_folder() as folder:
                run = Run(folder)
                run.wait_until_ready()
                assert "Making the demo community." in run.said()
                assert run.interrupt() == 0
                subprocess.run(["cp", "--archive", str(folder), str(kept)], check=True)
    return kept


class Run:
    """One `make run`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.output = folder.parent / "output.txt"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [*COMMAND, "run"],
                cwd=PROJECT,
                stdout=output,
                stderr=output,
                env=clean_environment(DATA_DIR=str(folder), PORT=str(self.port), LC_ALL="C"),
                process_group=0,
            )

    def said(self) -> str:
        return self.output.read_text()

    def wait_until_ready(self) -> None:
        eventually(
            lambda: "Porchlight is ready" in self.said() or self.process.poll() is not None,
            f"the first page; it said: {self.said()}",
            seconds=600,
        )
        assert self.process.poll() is None, self.said()

    def status(self, path: str = "/") -> int:
        """Return the HTTP status of a page, 0 while nothing answers."""
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}{path}", timeout=60
            ) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def urls(self) -> dict[str, str]:
        return Servers(DataFolder(self.folder)).environment_of_running()

    def mark(self, name: str) -> Mark | None:
        """Return the recorded process of that name."""
        try:
            entry = json.loads((self.folder / "run/processes.json").read_text())[name]
        except KeyError:
            return None
        return Mark(entry["pid"], entry["started"])

    def is_marked(self, name: str) -> bool:
        return self.mark(name) is not None

    def interrupt(self) -> int:
        """Press Ctrl-C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(120)
