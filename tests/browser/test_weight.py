"""What a first visit costs, served as in production."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from communities.scope import scope
from config.embedded.data_folder import PROJECT
from forums.actions import open_topic
from tests.browsing import Window, session_cookie
from tests.cast import Cast
from tests.celery_worker import worker_environment
from tests.web_server import WebServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "owner"], transaction=True),
]

# For people who pay by the megabyte, on phones of some years ago (DESIGN.md, "Front end").
ALLOWED = 60 * 1024


@pytest.fixture
def production(web_server: Callable[..., WebServer], tmp_path: Path) -> str:
    """Return the address of a server that sends static files as production does."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": "http://localhost",
        "EMAIL_URL": "smtp://127.0.0.1:25",
        "INSECURE_HTTP": "1",
        "STATIC_ROOT": str(tmp_path / "static"),
    }
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=PROJECT,
        env=worker_environment(**environment),
        check=True,
    )
    return f"http://localhost:{web_server(**environment).port}"


def transferred(page: Page, url: str) -> dict[str, int]:
    """Return how many bytes came over the wire for each address of a first visit."""
    session = page.context.new_cdp_session(page)
    addresses: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def asked(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def came(event: dict[str, Any]) -> None:
        sizes[addresses[event["requestId"]]] = int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", came)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(url, wait_until="networkidle")
    session.detach()
    return sizes


def test_a_first_visit_costs_at_most_sixty_kilobytes(
    cast: Cast, production: str, browser: Browser
) -> None:
    with scope(cast.community):
        for number in range(30):
            title = f"What do we do about question {number}, which is somewhat long?"
            open_topic(cast.superintendents, by=cast.sam, title=title, body="How do you do it?")
    for path, who in (("/accounts/login/", None), ("/c/four-rivers/", cast.tess)):
        with Window(browser.new_context()) as window:
            if who:
                name, value = session_cookie(who)
                window.context.add_cookies([{"name": name, "value": value, "url": production}])
            sizes = transferred(window.page, production + path)
            assert window.page.url == production + path
        assert any(address.endswith(".css") for address in sizes)
        assert sum(sizes.values()) <= ALLOWED, sizes
