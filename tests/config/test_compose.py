"""docker-compose.yml without Docker: each service's exact command, with the same environment."""

import datetime as dt
import dbm
import os
import re
import shelve
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import psycopg
import pytest
import yaml

from bench.installation import install
from config.embedded.binaries import binaries_for
from config.embedded.data_folder import PROJECT, DataFolder
from config.embedded.servers import Servers
from tests.config.running import data_folder, eventually, free_port

pytestmark = [pytest.mark.slow, pytest.mark.worker]

type Environment = dict[str, str]
COMPOSE = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())


def env_file() -> Environment:
    lines = (PROJECT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def fill_in(text: str, values: Environment) -> str:
    """Return the text with compose's ${NAME} and ${NAME:-default} replaced."""

    def value(match: re.Match[str]) -> str:
        name, default = match["name"], match["default"]
        assert name in values or default is not None, f"{name} is not in .env.example"
        return values.get(name) or default or ""

    return re.sub(r"\$\{(?P<name>\w+)(?::-(?P<default>[^}]*))?\}", value, text)


class Compose:
    """The services on this host, against a PostgreSQL and a Valkey with nothing in them."""

    def __init__(self, folder: Path, urls: Environment, sockets: str, tools: Path) -> None:
        self.folder = folder
        self.tools = tools
        self.sockets = sockets
        self.values = env_file() | {"BEAT_SCHEDULE": str(folder / "beat-schedule")}
        self.redis_url = urls["REDIS_URL"]
        self.port = free_port()

    def environment(self, service: str) -> Environment:
        """Return the service's environment, led to the embedded servers."""
        described = COMPOSE["services"][service]
        own = {k: fill_in(str(v), self.values) for k, v in described["environment"].items()}
        settings = (self.values | own) if described.get("env_file") == ".env" else own
        here = f"@/porchlight?host={quote(self.sockets, safe='')}"
        settings = {k: v.replace("@postgres/porchlight", here) for k, v in settings.items()}
        settings["REDIS_URL"] = self.redis_url
        settings["MEDIA_ROOT"] = str(self.folder / "media")
        settings["STATIC_ROOT"] = str(self.folder / "static")
        if "PORT" in settings:
            settings["PORT"] = str(self.port)
        return {"PATH": f"{self.tools}:{os.environ['PATH']}", "HOME": str(self.folder)} | settings

    def command(self, service: str) -> list[str]:
        return [fill_in(part, self.values) for part in COMPOSE["services"][service]["command"]]

    def finish(self, service: str, command: list[str]) -> str:
        """Run a command in a service's environment to its good end; return what it printed."""
        done = subprocess.run(
            command,
            cwd=PROJECT,
            env=self.environment(service),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def up(self, service: str) -> Iterator[Path]:
        """Run a service; gives its log."""
        log = self.folder / f"{service}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                self.command(service),
                cwd=PROJECT,
                env=self.environment(service),
                stdout=output,
                stderr=output,
            )
        try:
            yield log
            assert process.poll() is None, log.read_text()
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of programs that production installs; our tools are not among them."""
    return install(tmp_path_factory.mktemp("installed")).parent


@pytest.fixture
def compose(installed: Path) -> Iterator[Compose]:
    with data_folder() as folder, ExitStack() as at_the_end:
        kept = DataFolder(folder, fast=True)
        servers = Servers(kept)
        urls = servers.start({"postgres", "valkey"})
        at_the_end.callback(servers.stop)
        sockets = str(kept.sockets())
        superuser = {
            "PGHOST": sockets,
            "PGPASSWORD": kept.passwords()["superuser"],
        }
        begin_again(superuser)
        made = Compose(folder, urls, sockets, installed)
        tools = binaries_for(kept.account()).postgres
        run_init_script(made, superuser | {"PATH": f"{tools}:{os.environ['PATH']}"})
        yield made


def begin_again(superuser: Environment) -> None:
    """Take away what the supervisor made: the image's cluster has only a superuser."""
    with psycopg.connect(
        host=superuser["PGHOST"],
        password=superuser["PGPASSWORD"],
        user="postgres",
        dbname="postgres",
        autocommit=True,
    ) as connection:
        connection.execute("DROP DATABASE porchlight")
        connection.execute("DROP ROLE porchlight_app")
        connection.execute("DROP ROLE porchlight_owner")


def run_init_script(compose: Compose, superuser: Environment) -> None:
    mounts = COMPOSE["services"]["postgres"]["volumes"]
    script = next(
        mount.split(":")[0] for mount in mounts if "/docker-entrypoint-initdb.d/" in mount
    )
    roles = next(mount.split(":")[0] for mount in mounts if mount.endswith("/roles.sql:ro"))
    beside = compose.folder / "init"
    beside.mkdir()
    shutil.copy(PROJECT / script, beside)
    shutil.copy(PROJECT / roles, beside)
    environment = compose.environment("postgres") | superuser
    for _ in range(2):  # a second run changes nothing
        done = subprocess.run(
            ["sh", str(beside / Path(script).name)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_each_service_comes_up_and_they_work_together(compose: Compose) -> None:
    compose.finish("web", ["python", "manage.py", "collectstatic", "--no-input"])  # the image's
    compose.finish("migrate", compose.command("migrate"))

    # The first beat writes down when each task ran last; made to be long ago, it is due.
    schedule = compose.folder / "beat-schedule"
    with compose.up("beat"):
        eventually(lambda: has_entries(schedule), "beat writes down its entries")
    make_everything_due(schedule)

    with compose.up("web"), compose.up("worker") as worker_log:
        eventually(lambda: web_status(compose.port) == 200, "web answers /healthz")
        compose.finish("web", COMPOSE["services"]["web"]["healthcheck"]["test"][1:])
        eventually(lambda: " ready." in worker_log.read_text(), "the worker is ready")
        # Named, it is the only one that is waited for: else the whole time passes.
        ping = ["celery", "--app=config.celery", "inspect", "ping", "--timeout=60"]
        ping += [f"--destination=celery@{socket.gethostname()}"]
        assert "pong" in compose.finish("worker", ping)
        with compose.up("beat") as beat_log:
            eventually(lambda: "Sending due task" in beat_log.read_text(), "beat sends a tick")
            eventually(
                lambda: "do_due_work" in worker_log.read_text().partition(" ready.")[2],
                "the worker does the tick",
            )
        assert '"level": "error"' not in worker_log.read_text()


def has_entries(schedule: Path) -> bool:
    try:
        with shelve.open(str(schedule), flag="r") as store:
            return bool(store.get("entries"))
    except dbm.error:  # not there yet, or being written
        return False


def make_everything_due(schedule: Path) -> None:
    with shelve.open(str(schedule), writeback=True) as store:
        for entry in cast("dict[str, Any]", store["entries"]).values():
            entry.last_run_at -= dt.timedelta(days=2)


def web_status(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_every_variable_of_the_compose_file_is_explained_in_the_example() -> None:
    named = set(re.findall(r"\$\{(\w+)\}", (PROJECT / "docker-compose.yml").read_text()))
    assert named <= env_file().keys()


def test_passwords_of_the_example_are_marked_for_change() -> None:
    for name, value in env_file().items():
        if name.endswith(("_PASSWORD", "_KEY")):
            assert value.startswith("change-me"), name
