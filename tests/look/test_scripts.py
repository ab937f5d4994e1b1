"""What the small scripts do, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.look.urls"),
]

# What has the focus, and whether it or what stands round it wears a ring.
RING = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const ringed = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const round = [focused, focused.closest(".option"), focused.closest(".composer__box")];
  const seen = round.filter(Boolean).some((element) =>
    ringed(getComputedStyle(element)) || ringed(getComputedStyle(element, "::after")));
  return seen ? "" : focused.outerHTML.slice(0, 120);
}"""


@pytest.fixture(scope="module")
def guide() -> Iterator[str]:
    """Serve the style guide; unlike `live_server` without a database, which it does not touch."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def topic(guide: str) -> str:
    return f"{guide}/styleguide/topic/"


def test_what_was_typed_is_there_after_a_reload(page: Page, topic: str) -> None:
    page.goto(topic)
    page.fill("textarea", "Half a thought")
    page.reload()
    expect(page.locator("textarea")).to_have_value("Half a thought")
    expect(page.locator("[data-draft-note]")).to_be_visible()


def test_a_reply_that_met_an_error_is_not_lost(page: Page, topic: str) -> None:
    page.goto(topic)
    page.fill("textarea", "A whole thought")
    page.evaluate("document.querySelector('form:has(textarea)').action = '/broken/'")
    page.click("text=Send reply")
    expect(page.locator("h1")).to_have_text("Something broke on our side")
    page.goto(topic)
    expect(page.locator("textarea")).to_have_value("A whole thought")


def test_nobody_can_leave_the_error_page_before_the_draft_is_safe(page: Page, topic: str) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/draft-unsent*", hold)
    page.goto(topic)
    page.fill("textarea", "A whole thought")
    page.evaluate("document.querySelector('form:has(textarea)').action = '/broken/'")
    with page.expect_request("**/draft-unsent*"):
        page.click("text=Send reply", no_wait_after=True)
    page.wait_for_url("**/broken/", wait_until="commit")
    assert page.evaluate("document.body?.innerText ?? ''").strip() == ""
    waiting[0].continue_()
    expect(page.locator("h1")).to_have_text("Something broke on our side")
    page.goto(topic)
    expect(page.locator("textarea")).to_have_value("A whole thought")


def test_a_reply_that_was_sent_is_let_go(page: Page, topic: str) -> None:
    page.goto(topic)
    page.fill("textarea", "Sent")
    with page.expect_navigation():
        page.click("text=Send reply")
    page.goto(topic)
    expect(page.locator("textarea")).to_have_value("")


def test_a_preview_keeps_the_draft(page: Page, topic: str) -> None:
    page.goto(topic)
    page.fill("textarea", "Not yet")
    with page.expect_navigation():
        page.click("text=Preview")
    page.goto(topic)
    expect(page.locator("textarea")).to_have_value("Not yet")


def test_pressing_twice_sends_once(page: Page, topic: str) -> None:
    page.goto(topic)
    page.fill("textarea", "Once")
    # Counts what gets through and keeps the page, which the first sending would leave.
    page.evaluate(
        "() => { window.sent = 0; document.addEventListener('submit', (event) => {"
        " event.preventDefault(); window.sent += 1; }); }"
    )
    page.get_by_role("button", name="Send reply").dblclick()
    assert page.evaluate("window.sent") == 1


def test_a_tool_puts_marks_round_the_chosen_words(page: Page, topic: str) -> None:
    page.goto(topic)
    page.fill("textarea", "make me bold")
    page.evaluate("document.querySelector('textarea').setSelectionRange(8, 12)")
    page.get_by_role("button", name="Bold").click()
    expect(page.locator("textarea")).to_have_value("make me **bold**")
    page.get_by_role("button", name="List").click()
    expect(page.locator("textarea")).to_have_value("- make me **bold**")


def test_a_recent_moment_is_told_from_now(page: Page, topic: str) -> None:
    page.goto(topic)
    expect(page.locator("#post-3 time")).to_have_text("2 hours ago")


def test_escape_closes_a_menu_and_gives_the_focus_back(page: Page, topic: str) -> None:
    page.goto(topic)
    menu = page.locator("details.menu--start")
    menu.locator("summary").click()
    expect(menu.locator(".menu__panel")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu.locator(".menu__panel")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_menus_and_forms_work_without_javascript(browser: Browser, topic: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(topic)
    page.locator("details.menu summary").last.click()
    expect(page.locator(".menu__panel").last).to_be_visible()
    expect(page.locator(".composer__tools")).to_be_hidden()
    page.fill("textarea", "Slowly")
    with page.expect_navigation():
        page.click("text=Send reply")
    context.close()


def test_the_focus_is_seen_wherever_it_goes(page: Page, guide: str) -> None:
    page.goto(f"{guide}/styleguide/")
    steps: list[str] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        faint = page.evaluate(RING)
        if faint is None:
            break
        steps.append(faint)
    assert len(steps) > 50
    assert [faint for faint in steps if faint] == []


@pytest.mark.parametrize("name", ["", "home/", "topic/", "forum/", "narrow/"])
def test_nothing_sticks_out_sideways(page: Page, guide: str, name: str) -> None:
    page.goto(f"{guide}/styleguide/{name}")
    for width, size in ((320, "100%"), (390, "200%"), (1280, "200%")):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_long_word_on_a_button_is_broken_before_the_page_grows_wider(
    page: Page, guide: str
) -> None:
    page.goto(f"{guide}/styleguide/narrow/")
    page.set_viewport_size({"width": 320, "height": 800})
    long = "Administrativamente"
    page.evaluate(
        """(long) => {
          document.documentElement.style.fontSize = "200%";
          const links = `<a class="button">${long} ${long}</a><button class="button">${long}</button>`;
          document.querySelector("main").innerHTML =
            `<div class="button-row"><form>${links}</form>${links}</div>`;
        }""",
        long,
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_each_place_has_its_word_on_one_line_of_a_phone_in_spanish_too(
    page: Page, guide: str
) -> None:
    page.goto(f"{guide}/styleguide/home/")
    for width in (320, 360, 390):
        page.set_viewport_size({"width": width, "height": 800})
        lines = page.evaluate(
            """() => {
              const words = ["Inicio", "Foros", "Biblioteca", "Reuniones", "Personas", "Buscar"];
              const list = document.querySelector(".rail__list");
              const item = list.querySelector(".rail__item");
              list.replaceChildren(...words.map(() => item.cloneNode(true)));
              const links = [...list.querySelectorAll(".rail__link")];
              links.forEach((link, at) => {
                link.querySelector("span").textContent = words[at];
                link.setAttribute("aria-current", "page");
              });
              return links.map((link) => {
                const word = link.querySelector("span");
                return Math.round(word.offsetHeight / parseFloat(getComputedStyle(word).lineHeight));
              });
            }"""
        )
        assert lines == [1] * 6
        tops = "[...document.querySelectorAll('.rail__link')].map((one) => one.offsetTop)"
        assert len(set(page.evaluate(tops))) == 1
