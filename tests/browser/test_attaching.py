"""Files are chosen, dragged and pasted while one writes, as people do it in a browser."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from communities.scope import scope
from forums.actions import open_topic
from forums.models import Attachment, Post, Topic
from tests.browsing import PHONE, Site
from tests.made_files import PDF, picture

pytestmark = pytest.mark.browser

# Hands files to the page as the system does when they are dropped or pasted.
HAND_OVER = """([selector, kind, name, type, coded, text]) => {
  const bytes = Uint8Array.from(atob(coded), (c) => c.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  if (text) data.setData("text/plain", text);
  const target = document.querySelector(selector);
  const options = { bubbles: true, cancelable: true };
  const event = kind === "paste" ? new ClipboardEvent(kind, { ...options, clipboardData: data })
    : new DragEvent(kind, { ...options, dataTransfer: data });
  return target.dispatchEvent(event);
}"""


def hand_over(
    page: Page, kind: str, name: str, content: bytes, *, type_: str = "", text: str = ""
) -> bool:
    """Drop or paste a file on the composer; return whether the browser's own way was left to it."""
    coded = base64.b64encode(content).decode()
    left: bool = page.evaluate(HAND_OVER, ["textarea", kind, name, type_, coded, text])
    return left


def topic_by_sam(site: Site, title: str) -> Topic:
    with scope(site.cast.community):
        return open_topic(site.cast.superintendents, by=site.cast.sam, title=title, body="How?")


def files_of(site: Site, topic: Topic) -> list[list[str]]:
    with scope(site.cast.community):
        posts = Post.objects.filter(topic=topic, number__gt=1).order_by("number")
        return [[file.name for file in post.attachments.order_by("pk")] for post in posts]


def test_files_are_chosen_dropped_and_pasted_and_one_is_thought_better_of(site: Site) -> None:
    topic = topic_by_sam(site, "Dropped and pasted")
    with site.window(site.cast.tess) as window:
        page = window.page
        page.goto(topic.get_absolute_url())
        page.get_by_role("textbox", name="Your reply").fill("See the plan.")
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Add a file").click()
        sent: list[FilePayload] = [
            {"name": name, "mimeType": "application/pdf", "buffer": PDF}
            for name in ("plan.pdf", "old.pdf")
        ]
        chooser.value.set_files(sent)
        assert not hand_over(page, "drop", "bus.jpg", picture())
        assert not hand_over(page, "paste", "image.png", picture("PNG"), type_="image/png")
        rows = page.locator(".attached__one")
        expect(page.locator(".attached__one[data-key]")).to_have_count(4)
        rows.filter(has_text="bus.jpg").get_by_label("Describe the picture").fill("A yellow bus")
        page.get_by_role("button", name="Remove old.pdf").click()
        expect(rows).to_have_count(3)
        expect(page.get_by_role("button", name="Add a file")).to_be_focused()
        page.get_by_role("button", name="Send reply").click()
        expect(page.get_by_role("img", name="A yellow bus")).to_be_visible()
        expect(page.locator("#post-2 .files__one")).to_contain_text("plan.pdf")
        assert sorted(files_of(site, topic)[0]) == ["bus.jpg", "image.jpg", "plan.pdf"]


def test_words_that_come_with_a_picture_of_them_are_pasted_as_words(site: Site) -> None:
    topic = topic_by_sam(site, "From a spreadsheet")
    with site.window(site.cast.tess) as window:
        page = window.page
        page.goto(topic.get_absolute_url())
        assert hand_over(page, "paste", "image.png", picture("PNG"), text="12\t30")
        expect(page.locator(".attached__one")).to_have_count(0)


def test_a_reload_between_adding_and_sending_loses_no_file(site: Site) -> None:
    topic = topic_by_sam(site, "Reloaded")
    with site.window(site.cast.tess) as window:
        page = window.page
        page.goto(topic.get_absolute_url())
        page.get_by_role("textbox", name="Your reply").fill("With a plan.")
        hand_over(page, "drop", "plan.pdf", PDF)
        expect(page.locator("[data-key]")).to_have_count(1)
        page.reload()
        expect(page.locator("[data-key]")).to_contain_text("plan.pdf")
        page.get_by_role("button", name="Send reply").click()
        expect(page.locator("#post-2 .files__one")).to_contain_text("plan.pdf")
        # It was sent: it does not come back.
        page.reload()
        expect(page.locator("[data-key]")).to_have_count(0)
        assert files_of(site, topic) == [["plan.pdf"]]


def test_who_sends_before_a_file_is_there_waits_for_it_and_sees_how_far_it_is(site: Site) -> None:
    topic = topic_by_sam(site, "Slowly")
    with site.window(site.cast.tess) as window:
        page = window.page
        page.goto(topic.get_absolute_url())
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        slow = {"offline": False, "latency": 0, "downloadThroughput": -1}
        session.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": 60_000})
        page.get_by_role("textbox", name="Your reply").fill("A long list.")
        hand_over(page, "drop", "list.csv", b"a;b\n" * 40_000)
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.get_by_role("button", name="Send reply").click()
        expect(page.get_by_text("Your files are still on their way.")).to_be_visible()
        page.wait_for_function("document.querySelector('progress').value > 0.1")
        expect(page.locator("#post-2 .files__one")).to_contain_text("list.csv")
        assert files_of(site, topic) == [["list.csv"]]


def test_what_is_refused_says_why_and_the_words_stay(site: Site) -> None:
    topic = topic_by_sam(site, "Refused")
    window = site.window(site.cast.tess)
    page = window.page
    page.goto(topic.get_absolute_url())
    page.get_by_role("textbox", name="Your reply").fill("My words.")
    hand_over(page, "drop", "<img src=x onerror=alert(1)>.svg", b"<svg onload='alert(1)'/>")
    expect(
        page.get_by_text("was not added. Files of this kind cannot be added.").first
    ).to_be_visible()
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".attached__one")).to_have_count(0)
    page.context.set_offline(offline=True)
    hand_over(page, "drop", "plan.pdf", PDF)
    expect(page.get_by_text("the connection was lost").first).to_be_visible()
    page.context.set_offline(offline=False)
    expect(page.get_by_role("textbox", name="Your reply")).to_have_value("My words.")
    with scope(site.cast.community):
        assert not Attachment.objects.filter(name="plan.pdf", post=None).exists()
    window.context.close()
    # The refusal is meant to be one; a draft that was due while the network was gone may be others.
    faults = [fault for fault in window.faults if not fault.startswith("htmx:")]
    assert len(faults) == 1
    assert faults[0].startswith("422 for")


def test_without_javascript_a_file_goes_with_the_form(site: Site, tmp_path: Path) -> None:
    topic = topic_by_sam(site, "The slow way")
    plan, page_ = tmp_path / "plan.pdf", tmp_path / "page.html"
    plan.write_bytes(PDF)
    page_.write_bytes(b"<script>alert(1)</script>")
    with site.window(site.cast.tess, java_script_enabled=False, viewport=PHONE) as window:
        page = window.page
        page.goto(topic.get_absolute_url())
        page.locator("textarea").fill("As in the plan.")
        page.get_by_label("Add files").set_input_files([plan, page_])
        page.get_by_role("button", name="Send reply").click()
        expect(page.get_by_role("alert")).to_contain_text("“page.html” was not added.")
        expect(page.locator("textarea")).to_have_value("As in the plan.")
        expect(page.locator(".attached__one")).to_contain_text("plan.pdf")
        page.get_by_role("button", name="Send reply").click()
        expect(page.locator("#post-2 .files__one")).to_contain_text("plan.pdf")
        assert files_of(site, topic) == [["plan.pdf"]]
