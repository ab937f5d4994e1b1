"""The processes that are measured; all of them end with the benchmark."""

import http.client
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.errors import BenchError
from bench.installation import install
from config.embedded.data_folder import PROJECT, DataFolder
from config.embedded.postgres import last_lines
from config.embedded.processes import Child, Crew, Program
from config.embedded.programs import Programs, listen

GUNICORN = (
    "--workers",
    "2",
    "--worker-class",
    "sync",
    "--preload",
    "--no-control-socket",
    "--timeout",
    "60",
    "--graceful-timeout",
    "5",
)


def production_environment() -> dict[str, str]:
    """Return the environment of the production server on plain HTTP, with a key of its own."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "INSECURE_HTTP": "1",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        # What a member writes under load is not held up, however new he is.
        "NEW_MEMBER_DAYS": "0",
        # Nobody listens there: no mail leaves but those that are measured.
        "EMAIL_URL": "smtp://127.0.0.1:9",
        # Every mail can be answered.
        "INBOUND_HOST": "mail.bench.example",
        "PYTHONUNBUFFERED": "1",
    }


class Servers:
    """Starts what is to be measured; every process is stopped with the block that made it."""

    def __init__(
        self, crew: Crew, folder: DataFolder, environment: Mapping[str, str], python: Path
    ) -> None:
        self.crew = crew
        self.python = str(python)
        self.folder = folder
        self.environment = dict(environment)

    def web(self) -> int:
        """Start the production server and return its port."""
        return self._gunicorn("web", "config.wsgi:application", {})

    def floor(self, forum_id: int) -> int:
        """Start the floor and return its port."""
        settings = {
            "DJANGO_SETTINGS_MODULE": "bench.floor_settings",
            "BENCH_FORUM_ID": str(forum_id),
        }
        return self._gunicorn("floor", "bench.floor:application", settings)

    def sink(self) -> int:
        """Start the mail server that keeps nothing, and return its port."""
        with listen(0) as listening:
            number = listening.fileno()
            self.crew.start(
                self._python("sink", "-m", "bench.smtp_sink", str(number), descriptors=(number,))
            )
            return int(listening.getsockname()[1])

    def worker(self) -> None:
        """Start the Celery worker and its beat."""
        programs = Programs(self.folder, self.environment, self.python)
        for program in (programs.worker(), programs.beat()):
            self.crew.start(program)

    def door(self) -> int:
        """Start the LMTP door and return its port."""
        with listen(0) as listening:
            number = listening.fileno()
            self.crew.start(
                self._python(
                    "lmtpd", "manage.py", "lmtpd", "--fd", str(number), descriptors=(number,)
                )
            )
            return int(listening.getsockname()[1])

    def pids(self) -> dict[str, int]:
        """Return the numbers of the processes that were started, by name."""
        return {name: child.mark.pid for name, child in self.crew.children.items()}

    def _gunicorn(self, name: str, application: str, settings: Mapping[str, str]) -> int:
        with listen(0) as listening:
            number, port = listening.fileno(), int(listening.getsockname()[1])
            arguments = ("-m", "gunicorn", application, "--bind", f"fd://{number}", *GUNICORN)
            program = self._python(name, *arguments, descriptors=(number,), settings=settings)
            child = self.crew.start(program)
        _wait_for_an_answer(child, port)
        return port

    def _python(
        self,
        name: str,
        *arguments: str,
        descriptors: tuple[int, ...] = (),
        settings: Mapping[str, str] | None = None,
    ) -> Program:
        return Program(
            name=name,
            command=(self.python, *arguments),
            log=self.folder.logs / f"bench-{name}.log",
            environment={**self.environment, **(settings or {})},
            folder=Path(PROJECT),
            descriptors=descriptors,
        )


@contextmanager
def running(folder: DataFolder, environment: Mapping[str, str]) -> Iterator[Servers]:
    """Give what starts the servers, and stop all that was started, whatever happens.

    Raises BenchError when what production installs cannot be installed.
    """
    folder.make()
    python = install(folder.state / "installation")
    crew = Crew(folder.state / "bench-processes.json")
    crew.stop_strays()
    try:
        yield Servers(crew, folder, environment, python)
    finally:
        crew.stop(*crew.children)


def _wait_for_an_answer(child: Child, port: int) -> None:
    deadline = time.monotonic() + 60
    while child.running() and time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise BenchError(f"{child.program.name} did not start:\n{last_lines(child.program.log, 25)}")
