"""The command line: `python -m config.embedded run | with | stop | env | psql`."""

import argparse
import contextlib
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType

from config.embedded.data_folder import DataFolder
from config.embedded.endings import ENDINGS, ignore_signals, signals_interrupt
from config.embedded.errors import EmbeddedError
from config.embedded.servers import Servers, missing_servers
from config.embedded.supervisor import Supervisor


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; prints a sentence for what a person must mend."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.act(chosen))
    except EmbeddedError as error:
        say(str(error))
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    acts = parser.add_subparsers(required=True)

    run = acts.add_parser("run", help="run everything, for a look round or to develop")
    run.set_defaults(act=_run)
    with_ = acts.add_parser("with", help="run a command with the servers up")
    with_.add_argument("--fresh", action="store_true", help="delete this folder's databases first")
    with_.add_argument("command", nargs=argparse.REMAINDER, metavar="-- CMD")
    with_.set_defaults(act=_with)
    stop = acts.add_parser("stop", help="stop everything that runs on a data folder")
    stop.set_defaults(act=_stop)
    env = acts.add_parser("env", help="print the running servers' URLs as export lines")
    env.set_defaults(act=_env)
    for act, default in ((with_, "test"), (stop, "dev"), (env, "dev")):
        act.add_argument(
            "--for",
            dest="purpose",
            choices=("dev", "test", "bench"),
            default=default,
            help=f"which data folder under DATA_DIR (default: {default})",
        )
    return parser


def _run(_chosen: argparse.Namespace) -> int:
    port = os.environ.get("PORT") or "8000"
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise EmbeddedError(f"PORT is {port!r}; give a number from 1 to 65535.")
    return Supervisor(DataFolder.named("dev"), int(port), say).run()


def _with(chosen: argparse.Namespace) -> int:
    command = chosen.command[1:] if chosen.command[:1] == ["--"] else chosen.command
    if not command:
        raise EmbeddedError("Say what to run: python -m config.embedded with -- COMMAND")
    servers = Servers(DataFolder.named(chosen.purpose))
    with signals_interrupt():
        try:
            wanted = missing_servers(os.environ)
            urls = servers.start(wanted, fresh=chosen.fresh) if wanted else {}
            code = _run_command(command, {**os.environ, **urls})
            servers.wait_for_other_users(say)
        except KeyboardInterrupt:
            code = 130
        finally:
            ignore_signals()
            servers.stop()
    return code


def _run_command(command: Sequence[str], environment: dict[str, str]) -> int:
    """Run it in our own process group, so that it may read the terminal, and pass signals on."""
    try:
        process = subprocess.Popen(command, env=environment)
    except OSError as error:
        raise EmbeddedError(f"{command[0]} cannot be run: {error.strerror}.") from error

    def pass_on(number: int, _frame: FrameType | None) -> None:
        # Ctrl-C reaches every process of the terminal's group by itself.
        if number != signal.SIGINT or not _at_the_terminal():
            process.send_signal(number)

    before = {number: signal.signal(number, pass_on) for number in ENDINGS}
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def _at_the_terminal() -> bool:
    with contextlib.suppress(OSError), open("/dev/tty") as terminal:  # noqa: PTH123
        return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    return False


def _stop(chosen: argparse.Namespace) -> int:
    stopped = Servers(DataFolder.named(chosen.purpose)).crew.stop_strays()
    say(f"Stopped: {', '.join(sorted(stopped))}." if stopped else "Nothing was running.")
    return 0


def _env(chosen: argparse.Namespace) -> int:
    urls = Servers(DataFolder.named(chosen.purpose)).environment_of_running()
    if not urls:
        raise EmbeddedError("No servers run on this data folder. Start them with `make run`.")
    for name, url in urls.items():
        sys.stdout.write(f"export {name}={shlex.quote(url)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
