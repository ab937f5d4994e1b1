"""Writing, as people do it in a browser: names, drafts, pasting, the preview."""

import pytest
from playwright.sync_api import Page, expect

from communities.scope import scope
from forums.actions import open_topic
from forums.models import Draft, Topic
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


def kept(site: Site, topic: Topic) -> list[str]:
    with scope(site.cast.community):
        return [draft.fields.get("body", "") for draft in Draft.objects.filter(topic=topic)]


def test_what_is_typed_is_kept_and_found_on_another_device(site: Site) -> None:
    topic = topic_of(site, "Two devices")
    with site.window(site.cast.tess) as laptop:
        open_reply(laptop.page, topic)
        laptop.page.get_by_label("Your reply").fill("Half a thought")
        expect(laptop.page.get_by_text("Kept as a draft.")).to_be_visible()
    with site.window(site.cast.tess) as phone:
        page = phone.page
        open_reply(page, topic)
        expect(page.get_by_label("Your reply")).to_have_value("Half a thought")
        expect(page.get_by_text("You began this today at")).to_be_visible()
        page.get_by_label("Your reply").fill("Half a thought, and the rest")
        expect(page.get_by_text("Kept as a draft.")).to_be_visible()
        page.get_by_role("button", name="Send reply").click()
        expect(page.get_by_text("Your reply is posted.")).to_be_visible()
        expect(page.get_by_label("Your reply")).to_have_value("")
    assert kept(site, topic) == []


def test_without_a_connection_words_stay_here_and_go_up_later(site: Site) -> None:
    topic = topic_of(site, "In a tunnel")
    with site.window(site.cast.tess) as window:
        page = window.page
        open_reply(page, topic)
        page.context.set_offline(True)
        text = page.get_by_label("Your reply")
        text.fill("Written in a tunnel")
        expect(page.get_by_text("No connection:")).to_be_visible()
        page.context.set_offline(False)
        expect(page.get_by_text("Kept as a draft.")).to_be_visible()
        assert kept(site, topic) == ["Written in a tunnel"]
        page.context.set_offline(True)
        text.fill("Written in a second tunnel")
        expect(page.get_by_text("No connection:")).to_be_visible()
        page.context.set_offline(False)
        open_reply(page, topic)
        expect(text).to_have_value("Written in a second tunnel")
        page.get_by_role("button", name="Discard it").click()
        expect(text).to_have_value("")
        page.reload()
        expect(text).to_have_value("")


def test_a_session_that_ended_loses_no_word(site: Site) -> None:
    topic = topic_of(site, "Signed out meanwhile")
    with site.window(site.cast.tess) as window:
        page = window.page
        open_reply(page, topic)
        cookies = page.context.cookies()
        page.context.clear_cookies()
        page.get_by_label("Your reply").fill("Long thought about")
        expect(page.get_by_text("your words are kept in this browser")).to_be_visible()
        page.context.add_cookies(cookies)  # type: ignore[arg-type]
        open_reply(page, topic)
        expect(page.get_by_label("Your reply")).to_have_value("Long thought about")
        expect(page.get_by_text("Kept as a draft.")).to_be_visible()
        page.get_by_role("button", name="Send reply").click()
        expect(page.get_by_text("Your reply is posted.")).to_be_visible()
        window.faults.clear()  # the refused request


def test_words_of_two_devices_do_not_write_over_each_other(site: Site) -> None:
    topic = topic_of(site, "Both at once")
    with site.window(site.cast.tess) as one, site.window(site.cast.tess) as two:
        open_reply(one.page, topic)
        open_reply(two.page, topic)
        one.page.get_by_label("Your reply").fill("From the first")
        expect(one.page.get_by_text("Kept as a draft.")).to_be_visible()
        two.page.get_by_label("Your reply").fill("From the second")
        expect(two.page.get_by_text("You have gone on writing this elsewhere.")).to_be_visible()
        assert kept(site, topic) == ["From the first"]
        two.page.reload()
        expect(two.page.get_by_label("Your reply")).to_have_value("From the first")
        two.page.get_by_role("button", name="Show those instead").click()
        expect(two.page.get_by_label("Your reply")).to_have_value("From the second")
        expect(two.page.get_by_text("Kept as a draft.")).to_be_visible()
        assert kept(site, topic) == ["From the second"]
        two.page.get_by_role("button", name="Send reply").click()
        expect(two.page.get_by_text("Your reply is posted.")).to_be_visible()
        two.faults.clear()  # the refused request


def test_another_form_of_topic_keeps_what_was_typed(site: Site) -> None:
    with site.window(site.cast.tess) as window:
        page = window.page
        page.goto("/c/four-rivers/forums/family-engagement/topics/new/")
        page.get_by_label("What is it about?").fill("Late buses")
        page.get_by_label("Your question or experience").fill("Every day.")
        page.get_by_role("button", name="Peer consult").click()
        expect(page.get_by_label("What is the problem?")).to_have_value("Late buses")
        expect(page.get_by_label("The situation")).to_have_value("Every day.")
        page.get_by_role("button", name="Discussion").click()
        expect(page.get_by_label("Your question or experience")).to_have_value("Every day.")
        # The enter key in the title posts nothing by mistake, and discards nothing.
        page.get_by_label("What is it about?").press("Enter")
        expect(page.get_by_label("What is it about?")).to_have_value("Late buses")
        page.get_by_role("button", name="Post it").click()
        expect(page.locator("h1")).to_have_text("Late buses")
    with scope(site.cast.community):
        assert not Draft.objects.exclude(forum=None).exists()
