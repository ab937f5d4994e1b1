"""A real browser, and a site with its database, mail server and people for it to look at.

`browser`, `page` and `site` are fixtures for all. A module that uses `site` gets one database of
its own, filled once with the cast and emptied at its end: its tests may add to it, and must not
mind what the others of the module added. They need no `django_db` mark.
"""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.http import HttpRequest
from django.test import Client, override_settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Response,
    ViewportSize,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from communities.models import Membership
from config import environment
from tests.cast import Cast, make_cast
from tests.smtp_peer import SmtpPeer

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
LAPTOP: ViewportSize = {"width": 1280, "height": 900}
# Milliseconds; only what fails takes so long, and a busy machine may take ten times its time.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


def launch(playwright: Playwright) -> Browser:
    """Start the machine's Chromium, or what CHROMIUM names.

    Where there is Debian's build without windows of its own, that: the same engine starts in two
    thirds of the time, and opens a page in a third.
    """
    found = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell")
    return playwright.chromium.launch(executable_path=found or "/usr/bin/chromium", args=FLAGS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Chromium; it lives as long as the module, since each start takes half a second."""
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page of somebody who is not signed in."""
    with Window(browser.new_context(viewport=LAPTOP)) as window:
        yield window.page


class Window:
    """One person's window; as a context manager it is closed in the end, and must be free of faults.

    `faults` are errors in the console, broken scripts and what the Content-Security-Policy stopped.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.faults: list[str] = []
        context.set_default_timeout(PATIENCE)
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._said)
        self.page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        # Of what is missing `_answered` knows more.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(message.text)

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.faults.append(f"{response.status} for {response.url}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.context.close()
        if kind is None:
            assert self.faults == []


@dataclass
class Site:
    """A live server in this process, on a database of its own, with a mail server beside it."""

    url: str
    browser: Browser
    cast: Cast
    smtp: SmtpPeer

    @property
    def staff(self) -> User:
        """The admin of the platform, who belongs to no community."""
        return User.objects.get(is_staff=True)

    def window(self, who: User | Membership | None = None, **options: Any) -> Window:
        """Open a window in which this person is signed in already; see Browser.new_context."""
        chosen: dict[str, Any] = {"viewport": LAPTOP, "base_url": self.url} | options
        context = self.browser.new_context(**chosen)
        if who is not None:
            name, value = session_cookie(who)
            context.add_cookies([{"name": name, "value": value, "url": self.url}])
        return Window(context)


def session_cookie(who: User | Membership) -> tuple[str, str]:
    """Return name and value of the cookie of a person who signed in by a code a moment ago."""
    client = Client()
    user = who.user if isinstance(who, Membership) else who
    client.force_login(user, backend="accounts.backend.SessionBackend")
    # Without it, pages about signing in would ask once more who it is.
    session = client.session
    request = HttpRequest()
    request.session = session
    record_authentication(request, user, method="code")
    session.save()
    name = settings.SESSION_COOKIE_NAME
    return name, client.cookies[name].value


@pytest.fixture(scope="module")
def site(
    browser: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Site]:
    """Return a site with the cast, as `live_server` with a database that lasts for the module."""
    smtp = SmtpPeer()
    smtp.start()
    server = LiveServer("localhost")
    mailers = {"default": environment.mailer("EMAIL_URL", smtp.url)}
    with django_db_blocker.unblock():
        try:
            with override_settings(SITE_URL=server.url, MAILERS=mailers):
                yield Site(server.url, browser, make_cast(), smtp)
        finally:
            # A page that still asks for news would lock tables while they are emptied.
            for context in browser.contexts:
                context.close()
            server.stop()
            let_requests_end()
            smtp.stop()
            connections["default"].close()
            call_command("flush", database="owner", verbosity=0, interactive=False)
            connections.close_all()


def let_requests_end(seconds: float = 60) -> None:
    """Wait until no request is at work in this process; a live server does not when it stops.

    Raises AssertionError when one is not done after so many seconds.
    """
    ends = time.monotonic() + seconds
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(max(0, ends - time.monotonic()))
            assert not thread.is_alive(), "A request of the live server does not end."
