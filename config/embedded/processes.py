"""Start processes that die with us, know them again later, and stop them for certain."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.accounts import Account
from config.embedded.data_folder import write_whole

LOG_LIMIT = 5_000_000  # bytes; a longer log is put aside at the next start
PR_SET_PDEATHSIG = 1
PROC = Path("/proc")


@dataclass(frozen=True)
class Program:
    """What to run and how to end it. `patience` is in seconds."""

    name: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str]
    account: Account | None = None
    folder: Path = Path("/")
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10
    descriptors: tuple[int, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A process, told apart from a later one with the same number by when it started."""

    pid: int
    started: str


def mark_of(pid: int) -> Mark | None:
    """Return the mark of the running process `pid`; None when there is none (or a zombie)."""
    if PROC.joinpath("self", "stat").exists():
        try:
            stat = (PROC / str(pid) / "stat").read_text()
        except OSError:
            return None
        # proc_pid_stat(5): the name in brackets may hold anything; the state is field 3, the
        # start field 22, in clock ticks since the machine started.
        fields = stat.rpartition(")")[2].split()
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return None if fields[0] in "ZX" else Mark(pid, f"{boot} {fields[19]}")
    answer = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split(maxsplit=1)
    return None if not answer or answer[0].startswith("Z") else Mark(pid, answer[1].strip())


def is_running(mark: Mark) -> bool:
    return mark_of(mark.pid) == mark


def _group_is_ours(mark: Mark) -> bool:
    # A process number is not given out again while a group of that number lives, so a group whose
    # leader is gone, or still the one we marked, is the one we started.
    return mark_of(mark.pid) in {None, mark}


def _signal_group(mark: Mark, number: signal.Signals) -> None:
    if _group_is_ours(mark):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(mark.pid, number)


def wait_until(condition: Callable[[], bool], *, seconds: float, step: float = 0.02) -> bool:
    """Wait until `condition()` is true; return whether it became so in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(step)
    return True


def stop_marked(mark: Mark, number: signal.Signals, *, patience: float) -> None:
    """End a process that is not our child any more, and what is left of its group."""
    if is_running(mark):
        with contextlib.suppress(ProcessLookupError):
            os.kill(mark.pid, number)
        wait_until(lambda: not is_running(mark), seconds=patience)
    _signal_group(mark, signal.SIGKILL)
    wait_until(lambda: not is_running(mark), seconds=5)


@dataclass
class Child:
    """A running program that we started."""

    program: Program
    process: subprocess.Popen[bytes]
    mark: Mark
    since: float = field(default_factory=time.monotonic)

    def running(self) -> bool:
        return self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.running():
            self.process.send_signal(self.program.stop_signal)

    def ensure_stopped(self) -> None:
        """Wait as long as the program's patience lasts, then kill it and its whole group."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.program.patience)
        _signal_group(self.mark, signal.SIGKILL)
        self.process.wait()


def _die_with_parent(parent: int, number: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def tell_the_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)

    return tell_the_kernel


class Crew:
    """The processes of one data folder, written down so that a later start can find them."""

    def __init__(self, record: Path) -> None:
        self.record = record
        self.children: dict[str, Child] = {}

    def start(self, program: Program, *, to_terminal: bool = False) -> Child:
        """Start a program in a process group of its own; it gets its stop signal if we die.

        `to_terminal` shows its standard output instead of logging it.
        """
        if program.log.exists() and program.log.stat().st_size > LOG_LIMIT:
            program.log.replace(program.log.with_suffix(".log.1"))
        account = program.account
        switch = account is not None and account.switch
        with program.log.open("ab") as log:
            # preexec_fn runs after the change of account, which would clear the death signal.
            process = subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=None if to_terminal else log,
                stderr=log,
                cwd=program.folder,
                env=dict(program.environment),
                user=account.uid if switch and account else None,
                group=account.gid if switch and account else None,
                extra_groups=[] if switch else None,
                process_group=0,
                pass_fds=program.descriptors,
                preexec_fn=_die_with_parent(os.getpid(), program.stop_signal),  # noqa: PLW1509
            )
        mark = mark_of(process.pid) or Mark(process.pid, "ended at once")
        child = Child(program, process, mark)
        self.children[program.name] = child
        self.write_down()
        return child

    def stop(self, *names: str) -> None:
        """Stop the named programs: all are asked at once, then each is waited for."""
        chosen = [self.children[name] for name in names if name in self.children]
        for child in chosen:
            child.ask_to_stop()
        for child in chosen:
            child.ensure_stopped()
            del self.children[child.program.name]
        self.write_down()

    def write_down(self) -> None:
        entries = {
            name: {
                "pid": child.mark.pid,
                "started": child.mark.started,
                "signal": int(child.program.stop_signal),
                "patience": child.program.patience,
            }
            for name, child in self.children.items()
        }
        ourselves = mark_of(os.getpid())
        if entries and ourselves:
            entries["supervisor"] = {
                "pid": ourselves.pid,
                "started": ourselves.started,
                "signal": int(signal.SIGTERM),
                "patience": 40,
            }
        write_whole(self.record, json.dumps(entries, indent=1))

    def written_down(self) -> dict[str, Mark]:
        """Return the marks of the last record, by name, of processes that still run."""
        marks = {
            name: Mark(int(entry["pid"]), str(entry["started"]))
            for name, entry in self._entries().items()
        }
        return {name: mark for name, mark in marks.items() if is_running(mark)}

    def stop_strays(self) -> list[str]:
        """End what an earlier, killed supervisor left running; return the names."""
        entries = self._entries()
        names = list(self.written_down())
        for name in sorted(entries, key=lambda name: name in {"postgres", "valkey"}):
            entry = entries[name]
            mark = Mark(int(entry["pid"]), str(entry["started"]))
            number = signal.Signals(int(entry["signal"]))
            stop_marked(mark, number, patience=float(entry["patience"]))
        self.record.unlink(missing_ok=True)
        return names

    def _entries(self) -> dict[str, dict[str, str | int | float]]:
        try:
            entries: dict[str, dict[str, str | int | float]] = json.loads(self.record.read_text())
        except (OSError, ValueError):
            return {}
        return entries
