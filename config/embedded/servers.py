"""PostgreSQL and Valkey of one data folder, shared by the commands that need them."""

import contextlib
import fcntl
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from config.embedded.binaries import binaries_for
from config.embedded.data_folder import DataFolder
from config.embedded.errors import EmbeddedError
from config.embedded.postgres import Postgres
from config.embedded.processes import Crew
from config.embedded.valkey import Valkey

DATABASE_NAMES = ("DATABASE_URL", "DATABASE_OWNER_URL")


def missing_servers(environment: Mapping[str, str]) -> set[str]:
    """Return which of `postgres` and `valkey` the environment does not name already.

    Raises EmbeddedError when only one of the two database URLs is set.
    """
    named = [name for name in DATABASE_NAMES if environment.get(name)]
    if len(named) == 1:
        raise EmbeddedError(
            f"Only {named[0]} is set. Set both {' and '.join(DATABASE_NAMES)} to use a database "
            "of your own, or neither to use the embedded one."
        )
    missing = set() if named else {"postgres"}
    return missing if environment.get("REDIS_URL") else missing | {"valkey"}


class Servers:
    """Starts what is missing or joins what runs; the one who started stops, after the last user.

    Two locks: `starting` is held while somebody starts or joins, `users` is held shared for as
    long as a command uses the servers. Both are flocks, so the kernel releases them on a kill.
    """

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.crew = Crew(folder.state / "processes.json")
        self.ours: list[Postgres | Valkey] = []
        self._users: IO[bytes] | None = None

    def running(self) -> dict[str, int]:
        """Return the process numbers, by name, of what runs on this data folder now."""
        return {name: mark.pid for name, mark in self.crew.written_down().items()}

    def start(self, wanted: set[str], *, fresh: bool = False, join: bool = True) -> dict[str, str]:
        """Bring the wanted servers up and return the environment that leads to them.

        Raises EmbeddedError when they cannot start, or run already where `join` is False.
        """
        self.folder.make()
        with self._lock("starting") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            self._users = self._lock("users")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            found = self.running()
            served = wanted <= found.keys() and "supervisor" in found
            if served and join and not fresh:
                return self._environment(self._make(wanted))
            if "supervisor" in found:
                raise EmbeddedError(
                    f"Process {found['supervisor']} already uses the data folder "
                    f"{self.folder.root}. Stop it there with Ctrl-C, or with "
                    "`python -m config.embedded stop`, and try again."
                )
            self.crew.stop_strays()
            self.folder.claim_servers_home()
            servers = self._make(wanted)
            if fresh:
                for server in servers:
                    server.wipe()
            try:
                self._bring_up(servers)
            except BaseException:
                self.crew.stop("valkey", "postgres")
                raise
            self.ours = servers
            return self._environment(servers)

    def restart(self, name: str) -> None:
        """Start one of our servers again after it died."""
        server = next(server for server in self.ours if server.name == name)
        server.prepare()
        server.wait_until_ready(self.crew.start(server.program()))

    def wait_for_other_users(self, tell: Callable[[str], None]) -> None:
        """Return once no other command uses the servers that we are about to stop."""
        if not self._users or not self.ours:
            return
        fcntl.flock(self._users, fcntl.LOCK_UN)
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell("Another command still uses these servers: waiting for it to finish.")
            fcntl.flock(self._users, fcntl.LOCK_EX)

    def stop(self) -> None:
        """Stop what we started, the cache before the database."""
        if self.ours:
            self.crew.stop("valkey")
            self.crew.stop("postgres")
            self.ours = []
            self._remove_sockets()
        if self._users:
            self._users.close()

    def _remove_sockets(self) -> None:
        with self._lock("starting") as starting, contextlib.suppress(OSError):
            # Not while somebody starts servers there; then the folder stays for him.
            fcntl.flock(starting, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.folder.sockets().rmdir()

    def _bring_up(self, servers: list[Postgres | Valkey]) -> None:
        children = []
        for server in servers:
            server.prepare()
            children.append((server, self.crew.start(server.program())))
        for server, child in children:
            server.wait_until_ready(child)
            if isinstance(server, Postgres):
                server.ensure_roles_and_database()

    def _make(self, wanted: set[str]) -> list[Postgres | Valkey]:
        if not wanted:
            return []
        home = self.folder.servers_home()
        sockets = self.folder.sockets()
        binaries = binaries_for(self.folder.account())
        kinds: tuple[type[Postgres | Valkey], ...] = (Postgres, Valkey)
        chosen = [kind for kind in kinds if kind.name in wanted]
        return [kind(self.folder, home, sockets, binaries) for kind in chosen]

    def _environment(self, servers: list[Postgres | Valkey]) -> dict[str, str]:
        environment = {}
        for server in servers:
            if isinstance(server, Postgres):
                environment["DATABASE_URL"] = server.url("app")
                environment["DATABASE_OWNER_URL"] = server.url("owner")
                if self.folder.fast:
                    # Tests make roles that must be refused.
                    environment["TEST_SUPERUSER_URL"] = server.url("superuser")
            else:
                environment["REDIS_URL"] = server.url()
        return environment

    def environment_of_running(self) -> dict[str, str]:
        """Return the URLs of the servers that run now; empty when none does."""
        running = self.running().keys() & {"postgres", "valkey"}
        return self._environment(self._make(set(running)))

    def _lock(self, name: str) -> IO[bytes]:
        path = Path(self.folder.state, f"{name}.lock")
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
