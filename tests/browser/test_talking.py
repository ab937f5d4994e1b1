"""Signing in, asking, replying, and who may see it, as people do it in a browser."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from communities.scope import scope
from forums.actions import open_topic, reply
from forums.models import Post, Topic
from tests.accounts.conftest import code_in
from tests.browsing import PHONE, Site

pytestmark = pytest.mark.browser


def sign_in(page: Page, site: Site, address: str) -> None:
    """Sign in as a person does: by the code that comes by mail."""
    before = len(site.smtp.to(address))
    page.goto(f"{site.url}/accounts/login/")
    page.get_by_label("Your e-mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("code")).to_be_visible()
    mails = site.smtp.to(address)
    assert len(mails) == before + 1
    page.get_by_label("code").fill(code_in(mails[-1].text))
    page.get_by_role("button", name="Sign in").click()


def topic_by(site: Site, name: str, title: str, *, forum: str = "families") -> Topic:
    """Return a new topic of this member."""
    with scope(site.cast.community):
        return open_topic(
            site.cast.forums[forum], by=getattr(site.cast, name), title=title, body="How?"
        )


def posts_of(site: Site, title: str) -> list[Post]:
    with scope(site.cast.community):
        return list(Post.objects.filter(topic__title=title).order_by("number"))


def test_a_superintendent_signs_in_by_a_mailed_code_and_asks_the_others(site: Site) -> None:
    with site.window() as window:
        page = window.page
        sign_in(page, site, "tess@example.org")
        # The only community of hers.
        expect(page).to_have_url(f"{site.url}/c/four-rivers/")
        page.get_by_role("link", name="Forums", exact=True).click()
        page.get_by_role("link", name="Superintendents").click()
        expect(page.get_by_text("because of your role: superintendent")).to_be_visible()
        page.get_by_role("link", name="Start a topic").click()
        page.get_by_label("What is it about?").fill("How do you keep bus drivers?")
        page.get_by_label("Your question or experience").fill("We lost **four** since August.")
        expect(page.get_by_text("Seen by 2 superintendents")).to_be_visible()
        page.get_by_role("button", name="Post it").click()
        expect(page.locator("h1")).to_have_text("How do you keep bus drivers?")
        expect(page.locator("#post-1 strong")).to_have_text("four")


def test_another_role_finds_nothing_there_and_the_mixed_forum_beside_it(site: Site) -> None:
    hidden = topic_by(site, "sam", "Only among us", forum="superintendents")
    topic_by(site, "sam", "What do families read at home?")
    with site.window(site.cast.pat) as window:
        page = window.page
        for path in (f"topics/{hidden.number}/", "forums/superintendents/"):
            answer = page.goto(f"/c/four-rivers/{path}")
            assert answer is not None
            assert answer.status == 404
            assert "Only among us" not in page.content()
        page.goto("/c/four-rivers/forums/")
        expect(page.get_by_role("link", name="Superintendents")).to_have_count(0)
        page.get_by_role("link", name="Family engagement").click()
        expect(page.get_by_role("link", name="What do families read at home?")).to_be_visible()


def test_the_keyboard_alone_sends_a_reply(site: Site) -> None:
    topic_by(site, "sam", "What helps on the first day?")
    with site.window(site.cast.tess) as window:
        page = window.page
        page.goto("/c/four-rivers/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        tab_to(page, "What helps on the first day?")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("What helps on the first day?")
        tab_to(page, "", tag="TEXTAREA")
        page.keyboard.type("A hand to hold at the door.")
        tab_to(page, "Send reply")
        page.keyboard.press("Enter")
        expect(page.locator("#post-2")).to_contain_text("A hand to hold at the door.")


def tab_to(page: Page, words: str, *, tag: str = "") -> None:
    """Press Tab until what has the focus says this; fail after as many as a person would bear."""
    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => [document.activeElement.tagName, document.activeElement.textContent.trim()]"
        )
        if found == [tag or found[0], words or found[1]]:
            return
    raise AssertionError(f"40 times Tab did not reach “{words or tag}”")


def test_without_javascript_one_signs_in_asks_and_replies(site: Site) -> None:
    with site.window(java_script_enabled=False, viewport=PHONE) as window:
        page = window.page
        sign_in(page, site, "pat@example.org")
        page.goto("/c/four-rivers/forums/family-engagement/topics/new/")
        page.get_by_label("What is it about?").fill("Asked the slow way")
        page.get_by_label("Your question or experience").fill(" ")
        page.get_by_role("button", name="Post it").click()
        expect(page.get_by_label("What is it about?")).to_have_value("Asked the slow way")
        expect(page.locator("[aria-invalid=true]")).to_have_count(1)
        page.get_by_label("Your question or experience").fill("Does it work?")
        page.get_by_role("button", name="Preview").click()
        expect(page.locator("#preview")).to_contain_text("Does it work?")
        page.get_by_role("button", name="Post it").click()
        expect(page.locator("h1")).to_have_text("Asked the slow way")
        page.locator("textarea").fill("It does.")
        page.get_by_role("button", name="Send reply").click()
        expect(page.locator("#post-2")).to_contain_text("It does.")
        assert [post.body for post in posts_of(site, "Asked the slow way")] == [
            "Does it work?",
            "It does.",
        ]


def test_a_reader_of_spanish_gets_spanish_before_and_after_signing_in(site: Site) -> None:
    with site.window(locale="es-MX") as window:
        window.page.goto("/accounts/login/")
        expect(window.page.locator("html")).to_have_attribute("lang", "es")
    # Her own choice counts, whatever the machine she sits at prefers.
    with site.window(site.cast.rosa, locale="en-US") as window:
        window.page.goto("/c/four-rivers/")
        expect(window.page.locator("html")).to_have_attribute("lang", "es")
        assert urlsplit(window.page.url).path == "/c/four-rivers/"


def test_chosen_words_are_quoted_below_what_was_typed(site: Site) -> None:
    topic = topic_by(site, "sam", "Who drives at six?", forum="superintendents")
    with scope(site.cast.community):
        reply(topic, by=site.cast.tess, body="We have two.\n\nThey run at six.")
    with site.window(site.cast.sam) as window:
        page = window.page
        page.goto(f"/c/four-rivers/topics/{topic.number}/")
        composer = page.get_by_role("textbox", name="Your reply")
        composer.fill("Thank you.")
        page.locator("#post-2 .post__body p").first.select_text()
        page.locator("#post-2").get_by_role("link", name="Reply").click()
        expect(composer).to_have_value("Thank you.\n\n> We have two.\n\n")
        expect(page.get_by_text("You answer post #2, Tess")).to_be_visible()
        page.get_by_role("button", name="Send reply").click()
        expect(page.get_by_role("link", name="In reply to #2, Tess")).to_be_visible()
        assert "> We have two." in posts_of(site, "Who drives at six?")[-1].body
