"""A real web server on the test's own database, and a browser without a screen."""

import http.client
import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from accounts.models import User
from config.embedded.data_folder import PROJECT
from config.embedded.programs import listen
from tests.celery_worker import worker_environment
from tests.config.running import eventually


@dataclass
class Answer:
    status: int
    headers: "http.client.HTTPMessage"
    text: str


@dataclass
class Browser:
    """Keeps cookies and sends forms with their hidden fields."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, user: User) -> "Browser":
        client = Client()
        client.force_login(user, backend="accounts.backend.SessionBackend")
        self.cookies[settings.SESSION_COOKIE_NAME] = client.cookies["sessionid"].value
        return self

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, page: Answer, data: dict[str, str]) -> Answer:
        """Send the form of `page` with these fields filled in."""
        hidden = dict(
            re.findall(r'<input type="hidden" name="([^"]+)"[^>]*value="([^"]*)"', page.text)
        )
        return self._ask("POST", path, urlencode({**hidden, **data}), {})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Host": f"localhost:{self.port}", **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        found = Answer(answer.status, answer.headers, answer.read().decode())
        connection.close()
        return found


class WebServer:
    """gunicorn with sync workers, as production runs it."""

    def __init__(self, folder: Path, *, workers: int = 1, **environment: str) -> None:
        self._socket = listen(0)
        self.port = int(self._socket.getsockname()[1])
        self._log = folder / f"web-{self.port}.log"
        command = [sys.executable, "-m", "gunicorn", "config.wsgi:application"]
        command += ["--bind", f"fd://{self._socket.fileno()}", "--workers", str(workers)]
        command += ["--preload", "--no-control-socket", "--graceful-timeout", "3"]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=PROJECT,
                env=worker_environment(**environment),
                stdout=log,
                stderr=log,
                pass_fds=[self._socket.fileno()],
            )

    def log(self) -> str:
        return self._log.read_text()

    def wait_until_ready(self) -> "WebServer":
        eventually(
            lambda: "Booting worker" in self.log() and self._answers(),
            f"the web server answers; {self.log()}",
            seconds=120,
        )
        return self

    def browser(self) -> Browser:
        return Browser(self.port)

    def stop(self) -> int:
        """Stop it and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        self._socket.close()
        return code

    def _answers(self) -> bool:
        try:
            return self.browser().get("/healthz").status == 200
        except OSError:
            return False
