"""How large things are drawn, in a real browser."""

import pytest
from playwright.sync_api import Page

from tests.look.test_scripts import guide

__all__ = ["guide"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.look.urls"),
]

SIZES = """() => ["p", "h6", "h5", "h4", "h3"].map((name) =>
  parseFloat(getComputedStyle(document.querySelector(`#written > ${name}`)).fontSize))"""


def test_no_heading_that_somebody_wrote_is_smaller_than_his_words(page: Page, guide: str) -> None:
    page.goto(f"{guide}/styleguide/")
    sizes = page.evaluate(SIZES)
    assert sizes == sorted(sizes)
