"""`make kills`: worker, broker and database are killed at random while mail goes out and comes in."""

import argparse
import logging
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress

import django

from bench.errors import BenchError
from bench.process_tree import descendants, is_alive
from bench.servers import Servers, production_environment, running
from config.embedded.data_folder import DataFolder
from config.embedded.endings import ignore_signals, signals_interrupt
from config.embedded.errors import EmbeddedError
from config.embedded.processes import wait_until
from config.embedded.programs import listen
from config.embedded.servers import Servers as EmbeddedServers

PEOPLE = 2_000
MAILS = 500
# Between two kills, in seconds, and how long what was killed stays away.
PEACE = (2.0, 7.0)
AWAY = (0.1, 2.0)
VICTIMS = ("worker", "worker", "postgres", "valkey")
PATIENCE = 900.0
STILL = 60.0
HOST = "mail.bench.example"


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; return 1 if anything was lost, came twice without a kill, or had two outcomes."""
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of what is killed when")
    chosen = parser.parse_args(arguments)
    say(f"Seed {chosen.seed}.")
    folder = DataFolder.named("bench")
    embedded = EmbeddedServers(folder)
    with signals_interrupt():
        try:
            found = embedded.start({"postgres", "valkey"}, fresh=True, join=False)
            faults = _run(embedded, folder, found, random.Random(chosen.seed))
        except (BenchError, EmbeddedError) as error:
            faults = [str(error)]
        except KeyboardInterrupt:
            return 130
        finally:
            ignore_signals()
            embedded.stop()
    for fault in faults[:20]:
        say(fault)
    sys.stdout.write(f"{len(faults)} faults.\n" if faults else "Nothing was lost.\n")
    return 1 if faults else 0


def _run(
    embedded: EmbeddedServers, folder: DataFolder, found: dict[str, str], choice: random.Random
) -> list[str]:
    with listen(0) as probe:
        smtp_port = int(probe.getsockname()[1])
    os.environ.update(found)
    os.environ.update(production_environment())
    os.environ.update(
        INBOUND_HOST=HOST, EMAIL_URL=f"smtp://127.0.0.1:{smtp_port}", NEW_MEMBER_DAYS="0"
    )
    django.setup()
    logging.disable(logging.WARNING)
    # After the lines above: models can be imported only then.
    from bench import kill_scene  # noqa: PLC0415

    scene = kill_scene.make(PEOPLE, MAILS, smtp_port)
    with running(folder, os.environ) as servers:
        door = servers.door()
        servers.worker()
        kills = Kills(embedded, servers, choice)
        scene.begin(door, seconds=60)
        say(f"{PEOPLE} people wait for their digest, and {MAILS} mails come in.")
        _disturb(kills, scene.is_over)
        say("No more kills. A quarter of an hour passes.")
        kills.worker_rests(scene.time_passes)
        _wait(scene.left, lambda: kills.worker_rests(scene.time_passes))
        servers.crew.stop("worker", "beat", "lmtpd")
        scene.end()
    killed = ", ".join(f"{name} {times} times" for name, times in sorted(kills.done.items()))
    sys.stdout.write(f"Killed: {killed}.\n{scene.account()}\n")
    return scene.faults(kills=kills.done.total())


class Kills:
    """Kills with SIGKILL, as when the machine's memory runs out, and starts again."""

    def __init__(self, embedded: EmbeddedServers, servers: Servers, choice: random.Random) -> None:
        self.done = Counter[str]()
        self.choice = choice
        self._embedded = embedded
        self._servers = servers
        self._worker = servers.crew.children["worker"].program

    def one(self) -> None:
        name = self.choice.choice(VICTIMS)
        crew = self._servers.crew if name == "worker" else self._embedded.crew
        first = crew.children[name].mark.pid
        family = [first, *descendants(first)]
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        crew.children[name].process.wait()
        # PostgreSQL does not start while one of its old processes is on its way out.
        wait_until(lambda: not any(is_alive(pid) for pid in family), seconds=30, step=0.05)
        self.done[name] += 1
        time.sleep(self.choice.uniform(*AWAY))
        if name == "worker":
            crew.start(self._worker)
        else:
            self._embedded.restart(name)

    def worker_rests(self, meanwhile: Callable[[], None]) -> None:
        """Stop the worker in peace, do something, and start it again."""
        self._servers.crew.stop("worker")
        meanwhile()
        self._servers.crew.start(self._worker)


def _disturb(kills: Kills, is_over: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and not is_over():
        time.sleep(kills.choice.uniform(*PEACE))
        kills.one()


def _wait(left: Callable[[], Sequence[int]], let_time_pass: Callable[[], None]) -> None:
    """Wait until nothing is left to do; where nothing moves for a minute, let time pass."""
    ends = time.monotonic() + PATIENCE
    moved, before = time.monotonic(), left()
    while any(before) and time.monotonic() < ends:
        time.sleep(2)
        now = left()
        if now != before:
            moved, before = time.monotonic(), now
        elif time.monotonic() - moved > STILL:
            let_time_pass()
            moved = time.monotonic()


if __name__ == "__main__":
    sys.exit(main())
