"""Every page in a real browser: no violation of WCAG 2.2 AA, no fault, nothing sticks out."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browsing import LAPTOP, PHONE, Site, Window
from tests.walks.pages import NOT_SHOWN, SHOWN, add_app, add_passkey, make_world
from tests.walks.recipe import World
from tests.walks.recipes import RECIPES
from tests.walks.test_urls import DOORS, Door, path_of

pytestmark = pytest.mark.browser

AXE = Axe()
ALL = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# What depends on colours, and on how wide the window is.
SEEN = {
    "type": "rule",
    "values": [
        "color-contrast",
        "link-in-text-block",
        "scrollable-region-focusable",
        "target-size",
    ],
}
# Empty, as a template writes an address that it was not given.
NOWHERE = """() => [...document.querySelectorAll('a[href=""], form[action=""], img[src=""]')]
  .map((element) => element.outerHTML.slice(0, 200))"""
OWN_PATHS = """() => [...document.querySelectorAll("a[href]")].map((link) => new URL(link.href))
  .filter((url) => url.origin === location.origin && !url.pathname.startsWith("/static/"))
  .map((url) => decodeURIComponent(url.pathname))"""
# Enter in a field presses a form's first button: it must not choose one of several answers, but
# for what nobody sees, which stands there for Enter alone.
CHOSEN_BY_ENTER = """() => [...document.forms].flatMap((form) => {
  const fields = [...form.elements];
  const typed = (one) => one.matches("input:not([type=hidden], [type=file], [type=submit])");
  const buttons = fields.filter((one) => one.type === "submit");
  const [first, ...others] = buttons;
  const chooses = first?.name && first.ariaHidden !== "true" && others.some((one) => one.name === first.name);
  return chooses && fields.some(typed) ? [first.outerHTML.slice(0, 200)] : [];
})"""
FRAME = "communities:home"
NEW = "is in neither list of tests/walks/pages.py. Say who opens it, or why it shows no page."
PAGES = [door for door in DOORS if door.name in SHOWN]


@pytest.fixture(scope="module")
def world(site: Site) -> World:
    return make_world(site)


@pytest.fixture(scope="module")
def windows(site: Site, world: World) -> Iterator[dict[str, Window]]:
    """Return one window a person, signed in a moment ago, as some pages demand."""
    world.cast.ada.user.set_password("a long one for the walk")
    world.cast.ada.user.save()
    people = {"": None, "staff": site.staff, **world.cast.members}
    names = {shown.by for shown in SHOWN.values()}
    opened = {name: site.window(people[name], reduced_motion="reduce") for name in names}
    add_app(world.cast.tess.user)
    add_passkey(opened["fay"].page, world.cast.fay.user)
    yield opened
    for window in opened.values():
        window.context.close()


def test_every_url_shows_a_page_or_says_why_not() -> None:
    missing = [f"{d.route} ({d.name}) {NEW}" for d in DOORS if d.name not in {**SHOWN, **NOT_SHOWN}]
    assert not missing, "\n".join(missing)


def test_every_page_has_a_url() -> None:
    assert {*SHOWN, *NOT_SHOWN} - {door.name for door in DOORS} == set()


@pytest.mark.parametrize("door", PAGES, ids=lambda door: f"{door.name}")
def test_a_page_is_usable_by_all(
    door: Door, site: Site, world: World, windows: dict[str, Window]
) -> None:
    shown = SHOWN[door.name]
    if shown.before:
        window = site.window(reduced_motion="reduce")
        shown.before(window.page, site)
    else:
        window = windows[shown.by]
    window.faults.clear()
    page = window.page
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(LAPTOP)
    path = "/" + door.route
    if door.name in RECIPES:
        path = path_of(door, dict(RECIPES[door.name].path(world)))
    answer = page.goto(shown.path or path)
    assert answer is not None
    assert answer.status == shown.status
    assert page.url == site.url + (shown.path or path), "it leads elsewhere"
    assert frame_faults(page) == []
    complaints = violations(page)
    assert not complaints, complaints
    keep_picture(page, f"{door.name}-dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    # The rest says the same of the same elements, but for the frame that all pages share.
    complaints = violations(page, ALL if door.name == FRAME else SEEN)
    assert not complaints, complaints
    keep_picture(page, f"{door.name}-phone")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert window.faults == []
    if shown.before:
        window.context.close()


def keep_picture(page: Page, name: str) -> None:
    """Keep what the page looks like in the folder PICTURES, for whoever wants to look at all."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name.replace(':', '-')}.png", full_page=True)


def frame_faults(page: Page) -> list[str]:
    """Return what every page must have and this one lacks."""
    found = page.evaluate(
        "() => [document.querySelectorAll('h1').length, document.title, document.documentElement.lang]"
    )
    faults = []
    if found[0] != 1:
        faults.append(f"{found[0]} headings of the first rank")
    if not found[1].partition("·")[0].strip():
        faults.append(f"no title of its own: {found[1]!r}")
    if found[2] != "en":
        faults.append(f"the language is said to be {found[2]!r}")
    faults += [f"a link that leads nowhere: {link}" for link in lost_links(page)]
    return faults + [f"Enter chooses: {button}" for button in page.evaluate(CHOSEN_BY_ENTER)]


def lost_links(page: Page) -> list[str]:
    """Return the links and forms of this page that go to no address of ours, or to none at all."""
    gone = list(page.evaluate(NOWHERE))
    for path in page.evaluate(OWN_PATHS):
        try:
            resolve(path)
        except Resolver404:
            gone.append(path)
    return gone


def violations(page: Page, rules: dict[str, Any] = ALL) -> str:
    """Return what axe complains of by these rules, a line for each kind with the places."""
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.axe_script)
    found: list[dict[str, Any]] = page.evaluate("(options) => axe.run(options)", options)[
        "violations"
    ]
    return "\n".join(
        f"{rule['id']}: {rule['help']}: "
        + " | ".join(
            f"{node['html'][:200]} {node['failureSummary'][:300]}" for node in rule["nodes"][:3]
        )
        for rule in found
    )


def test_links_that_lead_nowhere_are_found(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.evaluate(
        """() => { document.body.innerHTML = '<a href="">a</a> <a href="/nowhere/at/all/">b</a>'
          + '<a href="#c">c</a> <a href="https://example.org/far/">d</a><form action=""></form>'; }"""
    )
    assert lost_links(page) == ['<a href="">a</a>', '<form action=""></form>', "/nowhere/at/all/"]


def test_answers_that_enter_would_choose_are_found(page: Page) -> None:
    page.set_content(
        """<form><input name="a"><button name="b" value="1">1</button><button name="b">2</button></form>
        <form><button name="c" value="1">1</button><button name="c" value="2">2</button></form>
        <form><input name="d"><button>Save</button><button name="e" value="2">2</button></form>"""
    )
    assert page.evaluate(CHOSEN_BY_ENTER) == ['<button name="b" value="1">1</button>']


def test_what_is_hard_to_read_is_found(page: Page) -> None:
    page.set_content(
        '<html lang="en"><title>A</title><main><h1>A</h1><p style="color:#ddd">Pale</p></main></html>'
    )
    assert violations(page).startswith("color-contrast")
    assert violations(page, SEEN).startswith("color-contrast")
