"""The programs of `make run` beside the servers: web, worker, beat, mail sink."""

import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from config.embedded.data_folder import PROJECT, DataFolder
from config.embedded.errors import EmbeddedError
from config.embedded.processes import Program


def listen(port: int, *, option: str = "PORT") -> socket.socket:
    """Return a socket that listens on this machine only; `port` 0 takes any free one.

    Whoever starts again inherits it, so visitors wait during a restart instead of being refused.
    Raises EmbeddedError when the port is taken.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        # gunicorn takes a socket that listens as it is; of 200 people at once, 64 places were too few.
        listening.listen(2048)
    except (OSError, OverflowError) as error:
        listening.close()
        raise EmbeddedError(
            f"Port {port} is not free ({getattr(error, 'strerror', None) or error}). "
            f"Stop the program that uses it, or choose another: make run {option}=8001"
        ) from error
    return listening


class Programs:
    """Builds each program for one data folder, one environment and one Python, ours if not said."""

    def __init__(
        self, folder: DataFolder, environment: Mapping[str, str], python: str = sys.executable
    ) -> None:
        self.folder = folder
        self.environment = environment
        self.python = python

    def prepare(self) -> Program:
        return self._python("prepare", "-m", "config.prepare", str(self.folder.demo_wanted))

    def mail_sink(self, listening: socket.socket) -> Program:
        return self._python(
            "mail",
            *("-m", "config.embedded.mail_sink"),
            *("--fd", str(listening.fileno())),
            *("--folder", str(self.folder.mail)),
            descriptors=(listening.fileno(),),
            patience=3,
        )

    def web(self, listening: socket.socket) -> Program:
        return self._python(
            "web",
            *("-m", "gunicorn", "config.wsgi:application"),
            *("--bind", f"fd://{listening.fileno()}"),
            *("--workers", "2", "--worker-class", "sync"),
            *("--timeout", "60", "--graceful-timeout", "5"),
            *("--reload", "--no-control-socket"),
            descriptors=(listening.fileno(),),
        )

    def worker(self) -> Program:
        return self._python(
            "worker",
            *("-m", "config.worker"),
            patience=20,
        )

    def beat(self) -> Program:
        return self._python(
            "beat",
            *("-m", "config.clock", "--schedule", str(self.folder.state / "beat-schedule")),
        )

    def _python(
        self, name: str, *arguments: str, descriptors: tuple[int, ...] = (), patience: float = 10
    ) -> Program:
        return Program(
            name=name,
            command=(self.python, *arguments),
            log=self.folder.logs / f"{name}.log",
            environment=self.environment,
            folder=Path(PROJECT),
            descriptors=descriptors,
            patience=patience,
        )
