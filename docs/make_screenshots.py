"""Make the pictures of docs/images from the demonstration: `make screenshots`.

Works on a database of its own, which is thrown away before each run.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
# Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright  # noqa: E402
from pytest_django.live_server_helper import LiveServer  # noqa: E402

from accounts.models import User  # noqa: E402
from notifications.models import OutgoingMail  # noqa: E402
from tests.browsing import LAPTOP, PHONE, launch, session_cookie  # noqa: E402

FOLDER = Path(__file__).parent / "images"
LARGEST = 120 * 1024
COLOURS = 96
SUPERINTENDENT = "marcus.tillman@northbank.example.org"
SPANISH_READER = "guadalupe.ochoa@mail.example.org"
LIST = """\
Name;E-mail;Site;Roles;Circle;Language
Nia Cole;nia.cole@harbor.example.org;Harbor District;superintendent;core;English
Luz Romero;luz.romero@mail.example.org;Harbor District;resident leader;inner;Spanish
Bo Lind;bo.lind.harbor.example.org;Harbor District;principal;outer;English
Ada Obi;ada.obi@quay.example.org;Quay Street;data led;outer;English
Nia Cole;nia.cole@harbor.example.org;Quay Street;superintendent;core;English
"""


def keep(name: str, raw: bytes) -> None:
    """Store a picture with few colours; raise ValueError if it is still too large for a README."""
    picture = Image.open(BytesIO(raw)).convert("RGB").quantize(COLOURS)
    path = FOLDER / f"{name}.png"
    picture.save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST:
        raise ValueError(f"{path} has {size} bytes.")
    sys.stdout.write(f"{path} {size} bytes\n")


@contextmanager
def window(
    browser: Browser, url: str, who: User | None = None, viewport: ViewportSize = LAPTOP
) -> Iterator[Page]:
    context = browser.new_context(viewport=viewport, base_url=url, reduced_motion="reduce")
    if who is not None:
        name, value = session_cookie(who)
        context.add_cookies([{"name": name, "value": value, "url": url}])
    yield context.new_page()
    context.close()


def pages(browser: Browser, url: str) -> None:
    reader = User.objects.get(email=SPANISH_READER)
    with window(browser, url, User.objects.get(email=SUPERINTENDENT)) as page:
        page.goto("/c/four-rivers/", wait_until="networkidle")
        keep("home", page.screenshot())
        page.goto("/c/four-rivers/forums/")
        page.get_by_role("link", name="Superintendents").click()
        page.locator("main .rows__title").first.click()
        page.wait_for_load_state("networkidle")
        keep("topic", page.screenshot())
    with window(browser, url, reader, PHONE) as page:
        page.goto("/c/four-rivers/", wait_until="networkidle")
        keep("phone", page.screenshot())


def preview(browser: Browser, url: str) -> None:
    """Go as far as the check of a list; nothing is made."""
    admin = User.objects.create_user("platform@example.org", display_name="Kim", is_staff=True)
    with window(browser, url, admin, {"width": 1280, "height": 1000}) as page:
        page.goto("/admin/communities/new/")
        page.get_by_role("button", name="Promise Neighborhood").click()
        page.get_by_label("Name of the community").fill("Harbor Promise")
        page.get_by_label("I will be an admin of this community").check()
        page.get_by_role("button", name="Go on to the people").click()
        page.get_by_label("Paste the list here").fill(LIST)
        page.get_by_role("button", name="Check the list").click()
        page.get_by_role("link", name="All lines").click()
        page.wait_for_load_state("networkidle")
        keep("preview", page.screenshot())


def digest(browser: Browser) -> None:
    """Let it be Monday morning; show the mail as a mail program would."""
    monday = timezone.now() + timedelta(days=7 - timezone.now().weekday())
    call_command(
        "send_digests", now=datetime(monday.year, monday.month, monday.day, 16, tzinfo=UTC)
    )
    mail = OutgoingMail.objects.get(kind="digest", to=SUPERINTENDENT)
    body = message_from_bytes(bytes(mail.content or b""), policy=policy.default)
    html = body.get_body(("html",))
    assert html is not None, "the digest has no HTML"  # noqa: S101
    with window(browser, "http://localhost", viewport={"width": 680, "height": 1000}) as page:
        page.set_content(html.get_content())
        keep("digest", page.screenshot())


def main() -> None:
    call_command("migrate", database="owner", verbosity=0)
    call_command("seed_demo", verbosity=0)
    FOLDER.mkdir(exist_ok=True)
    server = LiveServer("localhost")
    with override_settings(SITE_URL=server.url), sync_playwright() as playwright:
        browser = launch(playwright)
        pages(browser, server.url)
        preview(browser, server.url)
        digest(browser)
        browser.close()
    server.stop()


if __name__ == "__main__":
    main()
