"""One Valkey server on a socket, keeping what it is told."""

import contextlib
import json
import shutil
import socket
from pathlib import Path

from config.embedded.accounts import give_folder
from config.embedded.binaries import Binaries
from config.embedded.data_folder import DataFolder, write_whole
from config.embedded.errors import EmbeddedError
from config.embedded.postgres import last_lines, server_environment
from config.embedded.processes import Child, Program, wait_until

START_SECONDS = 30


class Valkey:
    """The server whose data is in `home`/valkey, on a socket in `sockets`."""

    name = "valkey"

    def __init__(self, folder: DataFolder, home: Path, sockets: Path, binaries: Binaries) -> None:
        self.folder = folder
        self.data = home / "valkey"
        self.socket = sockets / "valkey.sock"
        self.binaries = binaries
        self.account = folder.account()

    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def program(self) -> Program:
        return Program(
            name=self.name,
            command=(str(self.binaries.valkey), str(self.data / "valkey.conf")),
            log=self.folder.logs / "valkey.log",
            environment=server_environment(),
            account=self.account,
            patience=15,
        )

    def prepare(self) -> None:
        """Write the settings; the append-only file is on, since by default nothing is saved."""
        give_folder(self.account, self.data)
        settings = {
            "port": "0",
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "dir": self.data,
            "appendonly": "yes",
            "appendfsync": "no" if self.folder.fast else "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "always-show-logo": "no",
        }
        # In Valkey's quoted strings a backslash and a quotation mark are escaped as in JSON.
        lines = [
            f"{key} {json.dumps(str(value), ensure_ascii=False)}" for key, value in settings.items()
        ]
        path = self.data / "valkey.conf"
        write_whole(path, "\n".join(lines) + "\n")
        self.socket.unlink(missing_ok=True)

    def wait_until_ready(self, child: Child) -> None:
        """Wait until the server answers PING; raises EmbeddedError with the log's last lines."""
        wait_until(lambda: self._answers() or not child.running(), seconds=START_SECONDS)
        if not child.running() or not self._answers():
            raise EmbeddedError(f"Valkey did not start.\n{last_lines(child.program.log)}")

    def wipe(self) -> None:
        """Delete the data (the server must be stopped)."""
        shutil.rmtree(self.data, ignore_errors=True)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(self.socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False
