"""Writing, as people do it in a browser: names, drafts, pasting, the preview."""

import pytest
from playwright.sync_api import Page, expect

from communities.scope import scope
from forums.actions import open_topic
from forums.models import Topic
from tests.browsing import Site

pytestmark = pytest.mark.browser


def topic_of(site: Site, title: str) -> Topic:
    with scope(site.cast.community):
        return open_topic(site.cast.families, by=site.cast.sam, title=title, body="How?")


def open_reply(page: Page, topic: Topic) -> None:
    page.goto(f"/c/four-rivers/topics/{topic.number}/")


def test_a_name_is_offered_and_taken_by_the_keyboard(site: Site) -> None:
    topic = topic_of(site, "Names")
    with site.window(site.cast.tess) as window:
        page = window.page
        open_reply(page, topic)
        text = page.get_by_label("Your reply")
        text.focus()
        page.keyboard.type("Ask @ro")
        listed = page.get_by_role("listbox", name="Whom to tell").get_by_role("option")
        expect(listed).to_have_count(1)
        expect(page.get_by_text("1 name fits.")).to_be_attached()
        page.keyboard.press("Enter")
        expect(text).to_have_value("Ask @Rosa Peña ")
        expect(listed).to_have_count(0)
        page.keyboard.type("and @p")
        expect(listed).to_have_count(3)
        expect(listed.first).to_contain_text("tells 1 person")
        expect(listed.first).to_have_attribute("aria-selected", "true")
        expect(text).to_have_attribute("aria-activedescendant", "name-1")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        expect(listed).to_have_count(0)
        page.keyboard.type("a")
        page.wait_for_timeout(400)
        expect(listed).to_have_count(0)
        page.keyboard.press("Enter")
        expect(text).to_have_value("Ask @Rosa Peña and @pa\n")


def test_a_name_is_taken_by_a_press_and_undone(site: Site) -> None:
    topic = topic_of(site, "Pressed")
    with site.window(site.cast.tess) as window:
        page = window.page
        open_reply(page, topic)
        text = page.get_by_label("Your reply")
        text.focus()
        page.keyboard.type("@super")
        page.get_by_role("option").filter(has_text="superintendents").click()
        expect(text).to_have_value("@superintendents ")
        expect(text).to_be_focused()
        page.keyboard.press("Control+z")
        expect(text).to_have_value("@super")


def test_an_address_offers_nobody(site: Site) -> None:
    topic = topic_of(site, "Addresses")
    with site.window(site.cast.tess) as window:
        page = window.page
        open_reply(page, topic)
        page.get_by_label("Your reply").focus()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.keyboard.type("write to me@rosa")
        page.wait_for_timeout(500)
        assert not [url for url in asked if "/names/" in url]
