"""A Valkey of a test's own, to be stopped and started in the middle of things."""

import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import redis

from config.embedded.accounts import account_for
from config.embedded.binaries import binaries_for
from tests.config.running import eventually


class OwnValkey:
    """Keeps what it has when it is stopped, as production's does."""

    def __init__(self) -> None:
        # Sockets have short paths, which pytest's folders are not.
        self.folder = Path(tempfile.mkdtemp(prefix="valkey-"))
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"unix://{self.folder}/s?db=0"

    def client(self) -> "redis.Redis":
        return redis.Redis.from_url(self.url)

    def start(self) -> None:
        program = binaries_for(account_for(self.folder)).valkey
        options = ("--port", "0", "--unixsocket", "s", "--appendonly", "yes", "--save", "")
        self._process = subprocess.Popen(
            [str(program), *options], cwd=self.folder, stdout=subprocess.DEVNULL
        )
        eventually(self._answers, "Valkey answers")

    def stop(self) -> None:
        """Stop it cleanly: everything is kept for the next start."""
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(60)
            self._process = None

    def freeze(self) -> None:
        """Let it hang: connections are taken, nothing is answered."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGCONT)

    def remove(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            return bool(self.client().ping())
        except redis.RedisError:
            return False
