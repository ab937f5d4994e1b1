"""Writing, as people do it in a browser: names, drafts, pasting, the preview."""

import pytest
from playwright.sync_api import Page, expect

from communities.scope import scope
from forums.actions import open_topic
from forums.models import Draft, Topic
from tests.browser import clipboards
from tests.browsing import PHONE, Site

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


def test_a_change_of_a_post_is_found_on_another_device_until_it_is_sent(site: Site) -> None:
    topic = topic_of(site, "Changed on two devices")
    where = f"/c/four-rivers/topics/{topic.number}/posts/1/edit/"
    with site.window(site.cast.sam) as laptop:
        laptop.page.goto(where)
        laptop.page.get_by_label("What it should say").fill("How, and since when?")
        expect(laptop.page.get_by_text("Kept as a draft.")).to_be_visible()
    with site.window(site.cast.sam) as phone:
        page = phone.page
        page.goto(where)
        box = page.get_by_label("What it should say")
        expect(box).to_have_value("How, and since when?")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Your post is changed.")).to_be_visible()
        page.goto(where)
        expect(page.get_by_text("You began this")).to_have_count(0)
        expect(box).to_have_value("How, and since when?")


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
        window.faults.clear()  # the preview that found no connection


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
        # Nor does Enter make another form of it.
        page.get_by_label("What is the problem?").press("Enter")
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


PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  const area = document.querySelector("textarea");
  area.focus();
  return area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.mark.parametrize("program", ["WORD", "GOOGLE_DOCS", "WEB", "WORD_ON_THE_WEB"])
def test_what_is_pasted_becomes_clean_markdown(site: Site, program: str) -> None:
    topic = topic_of(site, f"From {program}")
    with site.window(site.cast.tess) as window:
        page = window.page
        open_reply(page, topic)
        text = page.get_by_label("Your reply")
        html, wanted = getattr(clipboards, program), getattr(clipboards, f"{program}_IN_MARKDOWN")
        assert page.evaluate(PASTE, [html, "words"]) is False
        expect(text).to_have_value(wanted)
        # It is typed for the person: undo takes it back.
        page.keyboard.press("Control+z")
        expect(text).to_have_value("")


def test_a_real_clipboard_pastes_html_as_markdown_and_plain_text_plain(site: Site) -> None:
    topic = topic_of(site, "A real clipboard")
    with site.window(site.cast.tess) as window:
        page = window.page
        window.context.grant_permissions(["clipboard-read", "clipboard-write"])
        open_reply(page, topic)
        page.evaluate(
            "async () => navigator.clipboard.write([new ClipboardItem({"
            " 'text/html': new Blob(['<p>Ring <b>each</b> family</p>'], {type: 'text/html'}),"
            " 'text/plain': new Blob(['Ring each family'], {type: 'text/plain'})})])"
        )
        text = page.get_by_label("Your reply")
        text.fill("First line")
        page.keyboard.press("End")
        page.keyboard.press("Control+v")
        expect(text).to_have_value("First lineRing **each** family")
        text.fill("")
        page.keyboard.press("Control+Shift+v")
        expect(text).to_have_value("Ring each family")


def test_plain_text_and_code_are_left_alone(site: Site) -> None:
    topic = topic_of(site, "Plain")
    with site.window(site.cast.tess) as window:
        page = window.page
        open_reply(page, topic)
        # What is not taken is pasted by the browser itself.
        assert page.evaluate(PASTE, ["", "*plain*"]) is True
        assert page.evaluate(PASTE, [clipboards.EDITOR, "def x():"]) is True
        # A picture alone: attachments look after it.
        assert page.evaluate(PASTE, ['<img src="https://example.org/x.png">', ""]) is True


def test_blocks_are_pasted_on_lines_of_their_own(site: Site) -> None:
    topic = topic_of(site, "Between")
    with site.window(site.cast.tess) as window:
        page = window.page
        open_reply(page, topic)
        text = page.get_by_label("Your reply")
        text.fill("Before and after")
        page.evaluate("document.querySelector('textarea').setSelectionRange(6, 7)")
        page.evaluate(PASTE, ["<ul><li>One</li><li>Two</li></ul>", "One Two"])
        expect(text).to_have_value("Before\n\n- One\n- Two\n\nand after")


def test_on_a_wide_screen_the_preview_follows_the_text(site: Site) -> None:
    topic = topic_of(site, "Wide")
    with site.window(site.cast.tess) as window:
        page = window.page
        open_reply(page, topic)
        text = page.get_by_label("Your reply")
        text.fill("We ring **each** family")
        shown = page.get_by_role("region", name="Preview")
        expect(shown.locator("strong")).to_have_text("each")
        box, beside = text.bounding_box(), shown.bounding_box()
        assert box is not None and beside is not None  # noqa: PT018
        assert beside["x"] >= box["x"] + box["width"]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        text.fill("We ring *every* family")
        expect(shown.locator("em")).to_have_text("every")
        text.fill("")
        expect(shown).to_have_count(0)


def test_on_a_phone_the_preview_comes_and_goes_by_its_button(site: Site) -> None:
    topic = topic_of(site, "Narrow")
    with site.window(site.cast.tess, viewport=PHONE) as window:
        page = window.page
        open_reply(page, topic)
        page.get_by_label("Your reply").fill("We ring **each** family")
        shown = page.get_by_role("region", name="Preview")
        page.wait_for_timeout(1000)
        expect(shown).to_have_count(0)
        page.get_by_role("button", name="Preview").click()
        expect(shown.locator("strong")).to_have_text("each")
        page.get_by_role("button", name="Preview").click()
        expect(shown).to_have_count(0)
