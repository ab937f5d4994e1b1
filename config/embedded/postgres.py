"""One PostgreSQL cluster: made, started, and given the two roles and the database."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from config.embedded.accounts import give_folder
from config.embedded.binaries import Binaries
from config.embedded.data_folder import DataFolder
from config.embedded.errors import EmbeddedError
from config.embedded.processes import Child, Mark, Program, mark_of, stop_marked, wait_until

DATABASE = "porchlight"
OWNER = "porchlight_owner"
APP = "porchlight_app"
SUPERUSER = "postgres"
EXTENSIONS = ("pg_trgm", "unaccent")
START_SECONDS = 60
NO_SAFETY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def server_environment() -> Mapping[str, str]:
    """Return an environment for the servers without anything of the caller's that steers them."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


class Postgres:
    """The cluster in `home`/postgres, on a socket in `sockets`."""

    name = "postgres"

    def __init__(self, folder: DataFolder, home: Path, sockets: Path, binaries: Binaries) -> None:
        self.folder = folder
        self.home = home
        self.cluster = home / "postgres"
        self.sockets = sockets
        self.binaries = binaries
        self.account = folder.account()

    def url(self, role: str) -> str:
        """Return the libpq URI for `owner`, `app` or `superuser`."""
        names = {"owner": OWNER, "app": APP, "superuser": SUPERUSER}
        password = self.folder.passwords()[role]
        host = quote(str(self.sockets), safe="")
        return f"postgresql://{names[role]}:{password}@/{DATABASE}?host={host}"

    def program(self) -> Program:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "port": "5432",
            "max_connections": "100",
            # Small sites: the system's own cache holds the rest.
            "shared_buffers": "32MB",
            "autovacuum_work_mem": "8MB",
            "autovacuum_max_workers": "1",
            "io_method": "sync",
            "max_logical_replication_workers": "0",
            # On two processors a second one for one query is taken from another request.
            "max_parallel_workers": "0",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "jit": "off",
            **(NO_SAFETY if self.folder.fast else {}),
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return Program(
            name=self.name,
            command=(str(self.binaries.postgres / "postgres"), "-D", str(self.cluster), *options),
            log=self.folder.logs / "postgres.log",
            environment=server_environment(),
            account=self.account,
            stop_signal=signal.SIGINT,  # "fast shutdown": ends sessions, saves everything
            patience=30,
        )

    def prepare(self) -> None:
        """Make the cluster if there is none, and clear away what a killed server left.

        Raises EmbeddedError when the cluster cannot be made or belongs to somebody else.
        """
        if not self.cluster.exists():
            self._make_cluster()
        elif not self.account.switch and self.cluster.stat().st_uid != self.account.uid:
            raise EmbeddedError(
                f"The databases in {self.cluster} belong to another account of this machine. "
                "Run this as that account (or as root), or choose another folder with DATA_DIR."
            )
        self._clear_stale_lock()

    def wait_until_ready(self, child: Child) -> None:
        """Wait until the server answers; raises EmbeddedError with the log's last lines."""
        lock = self.cluster / "postmaster.pid"

        def settled() -> bool:
            # Line 8 of postmaster.pid says "ready" once connections are accepted.
            with contextlib.suppress(OSError, IndexError):
                lines = lock.read_text().splitlines()
                return lines[0] == str(child.process.pid) and lines[7].strip() == "ready"
            return not child.running()

        wait_until(lambda: settled() or not child.running(), seconds=START_SECONDS)
        if not child.running() or not settled():
            raise EmbeddedError(f"PostgreSQL did not start.\n{last_lines(child.program.log)}")

    def ensure_roles_and_database(self) -> None:
        """Create roles, extensions and the database, once; a half-done earlier try is finished."""
        done = self.home / "postgres-is-prepared"
        if done.exists():
            return
        passwords = self.folder.passwords()
        with self._superuser("template1") as template:
            for role, extra, password in (
                (OWNER, "CREATEDB", passwords["owner"]),
                (APP, "NOCREATEDB", passwords["app"]),
            ):
                known = template.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                verb = "ALTER" if known.fetchone() else "CREATE"
                statement = sql.SQL(
                    "{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS {} "
                    "PASSWORD {}"
                ).format(sql.SQL(verb), sql.Identifier(role), sql.SQL(extra), sql.Literal(password))
                template.execute(statement)
            # In template1 too, so that databases made for tests have them.
            _create_extensions(template)
            found = template.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not found.fetchone():
                template.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(DATABASE), sql.Identifier(OWNER)
                    )
                )
            database, app = sql.Identifier(DATABASE), sql.Identifier(APP)
            template.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
            template.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, app))
        with self._superuser(DATABASE) as connection:
            _create_extensions(connection)
        done.touch()

    def wipe(self) -> None:
        """Delete the cluster (the server must be stopped)."""
        (self.home / "postgres-is-prepared").unlink(missing_ok=True)
        shutil.rmtree(self.cluster, ignore_errors=True)

    def _make_cluster(self) -> None:
        (self.home / "postgres-is-prepared").unlink(missing_ok=True)
        being_made = self.home / "postgres.new"
        shutil.rmtree(being_made, ignore_errors=True)
        give_folder(self.account, being_made)
        password = self.home / ".superuser-password"
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        if self.account.switch:
            os.chown(password, self.account.uid, self.account.gid)
        password.write_text(self.folder.passwords()["superuser"])
        command = [
            str(self.binaries.postgres / "initdb"),
            f"--pgdata={being_made}",
            f"--username={SUPERUSER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            # The builtin provider is the same on every machine and under LANG=C.
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            *(["--no-sync"] if self.folder.fast else []),
        ]
        log = self.folder.logs / "postgres.log"
        try:
            with log.open("ab") as output:
                made = subprocess.run(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    cwd="/",
                    env=dict(server_environment()),
                    user=self.account.uid if self.account.switch else None,
                    group=self.account.gid if self.account.switch else None,
                    extra_groups=[] if self.account.switch else None,
                    check=False,
                )
        finally:
            password.unlink()
        if made.returncode != 0:
            raise EmbeddedError(f"The database could not be made.\n{last_lines(log)}")
        being_made.rename(self.cluster)

    def _clear_stale_lock(self) -> None:
        """Remove postmaster.pid after a kill, also if its number is another process's by now."""
        lock = self.cluster / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            mark = mark_of(int(lock.read_text().splitlines()[0]))
            if mark and self._serves_this_cluster(mark):
                stop_marked(mark, signal.SIGINT, patience=30)
        # PostgreSQL itself would take a zombie, or any process that got the number since, for
        # the running server and refuse to start.
        for stale in (
            lock,
            self.sockets / ".s.PGSQL.5432",
            self.sockets / ".s.PGSQL.5432.lock",
        ):
            stale.unlink(missing_ok=True)
        # A killed server's sessions end by themselves, but hold the shared memory until then.
        wait_until(lambda: not self._sessions_left(), seconds=10)

    def _serves_this_cluster(self, mark: Mark) -> bool:
        try:
            words = Path(f"/proc/{mark.pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.fsencode(self.cluster) in words

    def _sessions_left(self) -> bool:
        for entry in Path("/proc").glob("[0-9]*/cwd"):
            with contextlib.suppress(OSError):
                if entry.readlink() == self.cluster:
                    return True
        return False

    def _superuser(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.sockets),
            port=5432,
            user=SUPERUSER,
            password=self.folder.passwords()["superuser"],
            dbname=database,
            autocommit=True,
        )


def _create_extensions(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    for extension in EXTENSIONS:
        connection.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
        )


def last_lines(log: Path, count: int = 15) -> str:
    """Return the end of a log, with its path, for an error message."""
    try:
        text = log.read_text(errors="replace")
    except OSError:
        return f"(No log at {log}.)"
    return "\n".join([f"The end of {log}:", *text.splitlines()[-count:]])
