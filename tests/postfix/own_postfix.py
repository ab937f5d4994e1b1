"""A Postfix of one test's own, set up with the commands of docs/how-to/receive-mail.md."""

import re
import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.embedded.data_folder import PROJECT

GUIDE = PROJECT / "docs/how-to/receive-mail.md"
GUIDE_HOST = "mail.porchlight.example"
GUIDE_PORT = "8024"
# What Debian's package sets up besides, in folders of our own.
OWN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
mydestination =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = reject_unauth_destination
alias_maps =
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
minimal_backoff_time = 5s
queue_run_delay = 5s
"""


@dataclass(frozen=True)
class Postfix:
    """One that runs: its folder, and the port on which it takes mail."""

    folder: Path
    port: int

    def run(self, *command: str) -> str:
        """Run one of its commands on this instance; return what it says."""
        name, *rest = command
        done = subprocess.run(
            [name, "-c", str(self.folder / "etc"), *rest],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def waiting(self) -> int:
        """Return how many mails it keeps for later."""
        return len([line for line in self.run("postqueue", "-j").splitlines() if line])

    def log(self) -> str:
        return (self.folder / "postfix.log").read_text()


def guide_commands() -> list[list[str]]:
    """Return the `postconf` commands of the guide's third step, as a shell would part them."""
    step = GUIDE.read_text().partition("## 3.")[2].partition("## 4.")[0]
    lines = re.findall(r"^sudo (postconf .*)$", step, re.MULTILINE)
    return [shlex.split(line) for line in lines]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def own_postfix(folder: Path, *, host: str, door: int) -> Iterator[Postfix]:
    """Run a Postfix that hands mail for `host` to the LMTP server on port `door`; needs root."""
    postfix = Postfix(folder, free_port())
    folder.chmod(0o755)
    for name in ("etc", "queue", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix", "postfix")
    (folder / "etc/main.cf").write_text(OWN.format(folder=folder))
    services = Path("/usr/share/postfix/master.cf.dist").read_text()
    # Debian runs most services in a chroot, which wants files copied there; here none is.
    services = re.sub(r"^(\S+ +\S+ +\S+ +\S+ +)y", r"\1n", services, flags=re.MULTILINE)
    services = re.sub(
        r"^smtp +inet", f"127.0.0.1:{postfix.port} inet", services, flags=re.MULTILINE
    )
    (folder / "etc/master.cf").write_text(services)
    for command in guide_commands():
        told = [word.replace(GUIDE_HOST, host).replace(GUIDE_PORT, str(door)) for word in command]
        postfix.run(*told)
    postfix.run("postfix", "start")
    try:
        yield postfix
    finally:
        postfix.run("postfix", "stop")
