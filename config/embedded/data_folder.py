"""Where everything that must survive a restart is kept."""

import hashlib
import json
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.embedded.accounts import Account, account_for, can_reach, give_folder
from config.embedded.errors import EmbeddedError

PROJECT = Path(__file__).resolve().parents[2]
# Where root keeps what the servers' account could not reach in the project's own folder.
SYSTEM_HOME = Path("/var/lib/porchlight")
# sockaddr_un holds 108 bytes with the closing NUL.
LONGEST_SOCKET = 107
SOCKET_NAMES = (".s.PGSQL.5432", "valkey.sock")


@dataclass(frozen=True)
class DataFolder:
    """One data folder: `root` holds it, `fast` trades safety for speed (tests only)."""

    root: Path
    fast: bool = False

    @classmethod
    def named(cls, purpose: str) -> "DataFolder":
        """Return the folder for `dev`, `test` or `bench`, under DATA_DIR (default `.data`)."""
        base = Path(os.environ.get("DATA_DIR") or PROJECT / ".data").expanduser().resolve()
        if purpose == "dev":
            return cls(base)
        return cls(base / purpose, fast=purpose == "test")

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def mail(self) -> Path:
        return self.root / "mail"

    @property
    def state(self) -> Path:
        return self.root / "run"

    @property
    def demo_wanted(self) -> Path:
        """A mark that the database was new and has not got its demo community yet."""
        return self.state / "demo-wanted"

    def make(self) -> None:
        """Create the folder and its parts.

        Raises EmbeddedError when the system does not allow it.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            for part in (self.logs, self.mail, self.state):
                part.mkdir(exist_ok=True)
                part.chmod(0o700)
            probe = self.state / "writable"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise EmbeddedError(
                f"The data folder {self.root} cannot be written ({error.strerror}). "
                "Choose another with DATA_DIR=/some/folder, or give the folder to your account."
            ) from error

    def passwords(self) -> dict[str, str]:
        """Return the passwords of the database roles, made at random on the first call."""
        path = self.root / "secrets.json"
        if path.exists():
            stored: dict[str, str] = json.loads(path.read_text())
            return stored
        made = {name: secrets.token_urlsafe(24) for name in ("superuser", "owner", "app")}
        made["id"] = secrets.token_hex(8)
        write_whole(path, json.dumps(made), mode=0o600)
        return made

    def servers_home(self) -> Path:
        """Return the folder that holds the servers' own files, reachable for their account."""
        near = self.root
        if os.geteuid() != 0 or (near / "postgres").exists():
            return near
        if can_reach(account_for(near / "postgres"), near):
            return near
        return SYSTEM_HOME / self.short_hash

    def account(self) -> Account:
        return account_for(self.servers_home() / "postgres")

    @property
    def short_hash(self) -> str:
        return hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]

    def claim_servers_home(self) -> Path:
        """Return `servers_home()`, put aside first if it belongs to a data folder since deleted.

        Outside the data folder the databases would outlive it: whoever deletes the folder expects
        an empty community next time. One old copy is kept beside it, ending in `.removed`.
        """
        home = self.servers_home()
        if home == self.root:
            return home
        home.mkdir(parents=True, exist_ok=True, mode=0o755)
        mark = home / "data-folder"
        identity = f"{self.passwords()['id']} {self.root}\n"
        if mark.exists() and mark.read_text() != identity:
            removed = home.with_suffix(".removed")
            shutil.rmtree(removed, ignore_errors=True)
            home.rename(removed)
            home.mkdir(mode=0o755)
        mark.write_text(identity)
        return home

    def sockets(self) -> Path:
        """Return the folder of the servers' sockets: short, private, the same at every start.

        Raises EmbeddedError when no temporary folder serves.
        """
        account = self.account()
        owner = account.uid
        for parent in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):  # noqa: S108
            folder = parent / f"porchlight-{self.short_hash}"
            longest = max(len(os.fsencode(folder / name)) for name in SOCKET_NAMES)
            if longest > LONGEST_SOCKET or not str(folder).replace("/", "").isascii():
                continue
            if any(character in str(folder) for character in " ,'\"\\"):
                continue
            if not can_reach(account, parent):
                continue
            try:
                folder.mkdir(mode=0o700)
            except FileExistsError:
                found = folder.lstat()
                # Others may write in a temporary folder too: take no folder that is not ours.
                if folder.is_symlink() or found.st_uid not in {owner, os.geteuid()}:
                    continue
            except OSError:
                continue
            return give_folder(account, folder)
        raise EmbeddedError(
            "No temporary folder can hold the servers' sockets. "
            "Set TMPDIR to a folder with a short path, such as /tmp."
        )


def write_whole(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Write a file so that a reader finds the old text or the new, never half of it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
