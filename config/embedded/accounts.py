"""Which operating-system account runs the servers, and what that account can reach."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

# PostgreSQL refuses to run as root. `nobody` exists on every system, owns no other database, and
# stays the same when the machine's own PostgreSQL is installed later; the account `postgres`
# would come and go with that package and could become superuser of its clusters (peer sign-in).
UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Account:
    """An operating-system account; `switch` says whether a process must change to it."""

    uid: int
    gid: int
    switch: bool


def account_for(cluster: Path) -> Account:
    """Return the account that runs the servers whose database files are (or will be) in `cluster`.

    An ordinary user runs them himself. Root hands them to whoever owns the files already, so that
    `sudo make run` on a user's folder keeps working, else to the unprivileged account.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    if cluster.exists() and (owner := cluster.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, switch=True)
    entry = pwd.getpwnam(UNPRIVILEGED)
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def can_reach(account: Account, path: Path) -> bool:
    """Whether the account can enter the folder, or run the file, at `path` (tried, not guessed)."""
    if not account.switch:
        return os.access(path, os.X_OK)
    probe = subprocess.run(
        ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)],
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return probe.returncode == 0


def give_folder(account: Account, path: Path) -> Path:
    """Make the folder at `path`, closed to all but the account, and return it."""
    path.mkdir(parents=True, exist_ok=True)
    if account.switch:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)
    return path
