"""`make run`: everything up, kept up, and down again without a trace."""

import contextlib
import http.client
import os
import socket
import time
from collections.abc import Callable

from config.embedded.data_folder import DataFolder
from config.embedded.endings import ignore_signals, signals_interrupt
from config.embedded.errors import EmbeddedError
from config.embedded.log_errors import ErrorLines
from config.embedded.postgres import last_lines
from config.embedded.processes import Child, Program
from config.embedded.programs import Programs, listen
from config.embedded.servers import Servers, missing_servers

LOOK_EVERY = 0.25  # seconds
FIRST_PAGE_SECONDS = 60
LONGEST_PAUSE = 30  # seconds between two tries to start a program that keeps dying
STEADY = 60  # seconds after which a program counts as well again


class Supervisor:
    """Runs the servers and the programs of one data folder until it is told to stop."""

    def __init__(self, folder: DataFolder, port: int, say: Callable[[str], None]) -> None:
        self.folder = folder
        self.port = port
        self.say = say
        self.servers = Servers(folder)
        self.crew = self.servers.crew
        self.pauses: dict[str, float] = {}
        self.due: dict[str, float] = {}
        self.watched: dict[str, Program] = {}
        self.errors: list[ErrorLines] = []

    def run(self) -> int:
        """Start everything, watch it, and return 0 once told to stop and all is down.

        Raises EmbeddedError when something a person must mend keeps it from starting.
        """
        begun = time.monotonic()
        with signals_interrupt(), contextlib.ExitStack() as at_the_end:
            try:
                web_socket = at_the_end.enter_context(listen(self.port))
                mail_socket = at_the_end.enter_context(listen(0))
                self._start(web_socket, mail_socket)
                self._welcome(time.monotonic() - begun)
                while True:
                    self._look_after()
                    time.sleep(LOOK_EVERY)
            except KeyboardInterrupt:
                self.say("\nStopping.")
                return 0
            finally:
                ignore_signals()
                self._stop()

    def _start(self, web_socket: socket.socket, mail_socket: socket.socket) -> None:
        wanted = missing_servers(os.environ)
        self.say("Starting the database and the cache." if wanted else "Using your own servers.")
        urls = self.servers.start(wanted, join=False)
        programs = Programs(self.folder, self._environment(urls, mail_socket))
        if "EMAIL_URL" not in os.environ:
            self._watch(programs.mail_sink(mail_socket))
        self._prepare(programs.prepare())
        self.say("Starting the web server.")
        web = self._watch(programs.web(web_socket))
        self._wait_for_first_page(web)
        self._watch(programs.worker())
        self._watch(programs.beat())

    def _environment(self, urls: dict[str, str], mail_socket: socket.socket) -> dict[str, str]:
        chosen = {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "LOG_FORMAT": "readable",  # the clock reads no settings module
            "SITE_URL": f"http://localhost:{self.port}",
            "MEDIA_ROOT": str(self.folder.root / "media"),
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_socket.getsockname()[1]}",
            # Nothing is received from outside; the mail page answers mails.
            "INBOUND_HOST": "mail.localhost",
            **os.environ,
            **urls,
            "PORCHLIGHT_MAIL_DIR": str(self.folder.mail),
            "PYTHONUNBUFFERED": "1",
        }
        if "EMAIL_URL" in os.environ:
            del chosen["PORCHLIGHT_MAIL_DIR"]
        return chosen

    def _prepare(self, program: Program) -> None:
        """Migrate, and fill a new database; its words for people go to the terminal."""
        child = self.crew.start(program, to_terminal=True)
        code = child.process.wait()
        self.crew.stop(program.name)
        if code != 0:
            raise EmbeddedError(
                f"The database could not be brought up to date.\n{last_lines(program.log, 25)}"
            )

    def _watch(self, program: Program) -> Child:
        self.watched[program.name] = program
        self.errors.append(ErrorLines(program.log))
        return self.crew.start(program)

    def _wait_for_first_page(self, web: Child) -> None:
        deadline = time.monotonic() + FIRST_PAGE_SECONDS
        while web.running() and time.monotonic() < deadline:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection.request("GET", "/", headers={"Host": f"localhost:{self.port}"})
                connection.getresponse().read()
                return
            connection.close()
            time.sleep(0.1)
        raise EmbeddedError(f"The web server did not answer.\n{last_lines(web.program.log, 25)}")

    def _welcome(self, seconds: float) -> None:
        address = f"http://localhost:{self.port}"
        self.say(f"\nPorchlight is ready ({seconds:.1f} s).\n")
        self.say(f"  Open            {address}/")
        if "EMAIL_URL" not in os.environ:
            self.say(f"  Mail it sends   {address}/mail/")
        people = self.folder.state / "people.txt"
        if people.exists() and people.read_text().strip():
            self.say("\n  To sign in, give one of these addresses; the code that is mailed to it")
            self.say("  is on the mail page:\n")
            self.say("\n".join(f"    {line}" for line in people.read_text().splitlines()))
        else:
            self.say("\n  Sign-in codes are mailed; find them on the mail page.")
        self.say(f"\n  Logs are in {self.folder.logs}")
        self.say("  Ctrl-C stops everything.\n")

    def _look_after(self) -> None:
        for errors in self.errors:
            for line in errors.new():
                self.say(f"{errors.log.stem}: {line}")
        now = time.monotonic()
        for name, child in list(self.crew.children.items()):
            if not child.running():
                self._plan_restart(name, child, now)
        for name in [name for name, when in self.due.items() if when <= now]:
            del self.due[name]
            self._start_again(name)

    def _plan_restart(self, name: str, child: Child, now: float) -> None:
        code = child.process.returncode
        self.crew.stop(name)
        steady = now - child.since > STEADY
        pause = 0.5 if steady else min(self.pauses.get(name, 0.25) * 2, LONGEST_PAUSE)
        self.pauses[name] = pause
        self.due[name] = now + pause
        ended = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        self.say(f"{name} {ended}; starting it again. Its log: {child.program.log}")

    def _start_again(self, name: str) -> None:
        try:
            if name in self.watched:
                self.crew.start(self.watched[name])
            else:
                self.servers.restart(name)
        except EmbeddedError as error:
            self.say(str(error))
            pause = min(self.pauses.get(name, 0.5) * 2, LONGEST_PAUSE)
            self.pauses[name] = pause
            if name not in self.crew.children:
                self.due[name] = time.monotonic() + pause

    def _stop(self) -> None:
        self.crew.stop("prepare", "web", "beat", "worker", "mail")
        self.servers.stop()
