"""Make the pictures of mails in docs/images/mails: `make mail-pictures`.

From the samples that tests/mails looks at, so nothing but a browser is needed. Each picture shows a
mail on a phone (360 points wide) and on a larger screen (700), light and dark beside each other.
"""

import os
import sys
from io import BytesIO
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
django.setup()

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests.browsing import launch  # noqa: E402
from tests.mails.samples import text_and_html  # noqa: E402

FOLDER = Path(__file__).parent / "images" / "mails"
LARGEST = 60 * 1024
SHOWN = {
    "notices": "en",
    "digest": "en",
    "site_prompt": "en",
    "invitation": "es",
    "message_answered": "en",
    "receipt": "es",
    "mail_stopped": "en",
    "probe": "en",
    "account/email/login_code": "es",
}
COLOURS = 56
GAP = 16
TALLEST = 1400


def shot(browser: Browser, html: str, width: int, scheme: str) -> Image.Image:
    context = browser.new_context(
        viewport={"width": width, "height": 600},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.set_content(html)
    raw = page.screenshot(full_page=True)
    context.close()
    picture = Image.open(BytesIO(raw)).convert("RGB")
    return picture.crop((0, 0, width, min(picture.height, TALLEST)))


def sheet(pictures: list[Image.Image]) -> Image.Image:
    """Return the pictures in a row, their tops at one height."""
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
    found = Image.new("RGB", (width, max(picture.height for picture in pictures)), "#b8b4aa")
    left = 0
    for picture in pictures:
        found.paste(picture, (left, 0))
        left += picture.width + GAP
    return found


def main() -> None:
    """Write a WebP of each mail; raise ValueError for one of more than 60 KB."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, language in SHOWN.items():
            html = text_and_html(name, language)[1]
            found = sheet(
                [shot(browser, html, w, s) for w in (360, 700) for s in ("light", "dark")]
            )
            path = FOLDER / f"{name.rpartition('/')[2].replace('_', '-')}.webp"
            found.quantize(COLOURS).convert("RGB").save(path, lossless=True, quality=100, method=6)
            size = path.stat().st_size
            if size > LARGEST:
                raise ValueError(f"{path} has {size} bytes.")
            sys.stdout.write(f"{path} {size} bytes\n")
        browser.close()


if __name__ == "__main__":
    main()
