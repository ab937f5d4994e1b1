"""The whole loop, by the people who walk it: from a question to another community's library.

rosa asks in Spanish, on a telephone without JavaScript; sam answers; fay writes it down, publishes
and releases it, with ada; tess finds and tries it at another site; olga copies it at Lakes.
"""

import re
import smtplib
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from communities.models import DueWork, Membership
from communities.models.membership import Standing
from communities.scope import scope
from knowledge.adaptations.asking import ASK as ASK_FOR_OUTCOME
from knowledge.harvest.agreement import ASK as ASK_QUOTED
from knowledge.models import Adaptation
from notifications.models import Notice
from tests.browsing import PHONE, Site
from tests.mailroom.conftest import door
from tests.mailroom.letters import HOST, letter
from tests.notifications.notice_scenes import work
from tests.smtp_peer import Received

__all__ = ["door"]
pytestmark = pytest.mark.browser

QUESTION = "¿Cómo llegan los niños temprano a la escuela?"
ANSWER = "Two parents walk the whole street and ring at every door."
TITLE = "A walking school bus"
CAME = "It worked. Thirty children of Eastgate come on time now."


@pytest.fixture
def _receives_mail() -> Iterator[None]:
    with override_settings(INBOUND_HOST=HOST):
        yield


def mails(site: Site, name: str) -> list[Received]:
    """Do what is due, let everything be sent, and return what came to somebody by now."""
    work()
    call_command("send_mail", verbosity=0)
    return site.smtp.to(f"{name}@example.org")


def the_mail(site: Site, name: str, subject: str) -> Received:
    """Return the last mail with this in its subject."""
    found = mails(site, name)
    fitting = [mail for mail in found if subject in mail.subject]
    assert fitting, [mail.subject for mail in found]
    return fitting[-1]


def link_of(mail: Received, path: str) -> str:
    """Return where the first link with this in its path leads."""
    found = re.search(rf'href="(http[^"]*{path}[^"]*)"', mail.html)
    assert found, mail.html
    return found[1].replace("&amp;", "&")


def let_it_be_time(site: Site, kind: str) -> None:
    """Let pass what this kind of work waits for, and what mails keep from one another."""
    with scope(site.cast.community):
        Notice.objects.update(told_at=timezone.now() - timedelta(hours=1))
        for one in Adaptation.objects.filter(outcome=""):
            one.ask_on = timezone.localdate() - timedelta(days=1)
            one.save()
    assert DueWork.objects.filter(kind=kind).update(due_at=timezone.now())


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


@pytest.mark.usefixtures("_receives_mail")
def test_a_question_becomes_what_another_community_works_with(
    site: Site, door: smtplib.LMTP
) -> None:
    with scope(site.cast.other):
        Membership.objects.filter(pk=site.cast.olga.pk).update(standing=Standing.FACILITATOR)
    topic = rosa_asks(site)
    sam_answers(site, topic)
    rosa_accepts(site, topic)
    resource = fay_writes_it_down(site)
    sam_agrees(site)
    fay_publishes(site, resource)
    tess_finds_and_uses_it(site, resource)
    tess_tells_by_mail(site, door)
    fay_is_told_and_asks_for_its_release(site, resource)
    ada_agrees(site, resource)
    sam_lets_others_read_his_words(site, resource)
    olga_copies(site)
    rosa_reads_what_became_of_it(site, topic)


def rosa_asks(site: Site) -> str:
    """Return the path of her topic."""
    with site.window(site.cast.rosa, java_script_enabled=False, viewport=PHONE) as window:
        page = window.page
        page.goto("/c/four-rivers/forums/family-engagement/")
        follow(page, "Empezar un tema")
        press(page, "Pregunta")
        page.get_by_label("¿Cuál es su pregunta?").fill(QUESTION)
        page.get_by_label("Lo que hace falta saber").fill("Cuando llueve, muchos llegan tarde.")
        press(page, "Publicar")
        expect(page.locator("h1")).to_have_text(QUESTION)
        return urlsplit(page.url).path


def sam_answers(site: Site, topic: str) -> None:
    with site.window(site.cast.sam) as window:
        page = window.page
        page.goto(topic)
        page.get_by_role("textbox", name="Your reply").fill(ANSWER)
        press(page, "Send reply")
        expect(page.locator("#post-2")).to_contain_text(ANSWER)


def rosa_accepts(site: Site, topic: str) -> None:
    assert ANSWER in the_mail(site, "rosa", QUESTION).text
    with site.window(site.cast.rosa, java_script_enabled=False, viewport=PHONE) as window:
        page = window.page
        page.goto(topic)
        press(page, "Gracias")
        press(page, "Esta es la respuesta")
        expect(page.locator("#post-2")).to_contain_text("Respuesta")


def fay_writes_it_down(site: Site) -> str:
    """Return the path of what she made."""
    with site.window(site.cast.fay, color_scheme="dark") as window:
        page = window.page
        page.goto("/c/four-rivers/library/")
        follow(page, "Worth writing down")
        found = page.get_by_role("main").get_by_role("listitem").filter(has_text=QUESTION)
        found.get_by_role("link", name="Write it down").click()
        page.get_by_role("checkbox", name="#2 Sam Ortiz").check()
        page.get_by_label("Title").fill(TITLE)
        page.get_by_label("What kind is it?").select_option(label="Effective practice")
        page.get_by_label("Who sees it").select_option("everyone")
        press(page, "Begin the draft")
        follow(page, "Go on writing")
        page.get_by_label("What is it?").fill("Children walk to school in a row.")
        page.get_by_label("For whom is it?").fill("For families without a car.")
        page.get_by_label("What came of it?").fill("They are there when the bell rings.")
        page.get_by_label("How you know that it works").fill("We count them at the door.")
        page.get_by_label("Text").fill("Two parents walk in front and knock.")
        page.locator("summary", has_text="Whose it is").click()
        page.get_by_label("Who may use it").select_option(value="cc-by")
        press(page, "Save")
        expect(page.locator("h1")).to_have_text(TITLE)
        # Its own words say its language, whatever that of the question was.
        expect(page.locator("h1")).to_have_attribute("lang", "en")
        press(page, "Publish")
        expect(page.get_by_role("alert")).to_contain_text("0 of 1 have agreed")
        return urlsplit(page.url).path.removesuffix("publication/")


def sam_agrees(site: Site) -> None:
    """By the one button behind the link of his mail, without signing in."""
    let_it_be_time(site, ASK_QUOTED)
    mail = the_mail(site, "sam", TITLE)
    assert ANSWER in mail.text
    with site.window(viewport=PHONE, java_script_enabled=False) as window:
        page = window.page
        page.goto(link_of(mail, "/mail/"))
        expect(page.get_by_role("main")).to_contain_text(ANSWER)
        press(page, "Yes, with my name")
        expect(page.get_by_role("main")).to_contain_text("Thank you")


def fay_publishes(site: Site, resource: str) -> None:
    assert "have agreed" in the_mail(site, "fay", TITLE).text
    with site.window(site.cast.fay, color_scheme="dark") as window:
        page = window.page
        page.goto(resource)
        press(page, "Publish")
        expect(page.get_by_role("main")).to_contain_text(ANSWER)
        expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    assert "your words stand in it" in the_mail(site, "sam", TITLE).text


def tess_finds_and_uses_it(site: Site, resource: str) -> None:
    with site.window(site.cast.tess) as window:
        page = window.page
        page.goto("/c/four-rivers/")
        page.get_by_role("searchbox").fill("walk school bus")
        page.keyboard.press("Enter")
        follow(page, TITLE)
        assert urlsplit(page.url).path == resource
        follow(page, "We're using this at our site")
        page.get_by_label("What is different at your site?").fill("We have no sidewalks.")
        page.get_by_label("What do you do another way?").fill("We walk along the river.")
        press(page, "Save")
        expect(page.locator("#lineage")).to_contain_text("Eastgate")
    assert "Eastgate uses what you wrote" in the_mail(site, "fay", TITLE).text


def tess_tells_by_mail(site: Site, door: smtplib.LMTP) -> None:
    """She answers the mail that asks; it comes in by the door of a mail server."""
    let_it_be_time(site, ASK_FOR_OUTCOME)
    asked = the_mail(site, "tess", TITLE)
    to = parseaddr(str(asked.message["Reply-To"]))[1]
    answer = letter(to, CAME, sender="Tess Bell <tess@example.org>", subject=f"Re: {asked.subject}")
    assert door.sendmail("tess@example.org", [to], answer.as_bytes()) == {}
    assert TITLE in the_mail(site, "tess", "Re:").text


def fay_is_told_and_asks_for_its_release(site: Site, resource: str) -> None:
    assert CAME in the_mail(site, "fay", "at Eastgate").text
    with site.window(site.cast.fay, color_scheme="dark") as window:
        page = window.page
        page.goto(resource)
        expect(page.get_by_role("main")).to_contain_text("Tried at 1 site, worked at 1.")
        page.get_by_text("More", exact=True).click()
        follow(page, "Who reads it elsewhere")
        follow(page, "Let all communities here read it")
        press(page, "I agree: ask the others")
        expect(page.get_by_role("main")).to_contain_text("An admin must agree.")


def ada_agrees(site: Site, resource: str) -> None:
    mail = the_mail(site, "ada", TITLE)
    with site.window(site.cast.ada) as window:
        page = window.page
        page.goto(link_of(mail, resource))
        press(page, "I agree")
        expect(page.get_by_role("main")).to_contain_text("It waits for 1 answer.")


def sam_lets_others_read_his_words(site: Site, resource: str) -> None:
    """He agreed to be quoted at home; who else may read it is asked by a mail of its own."""
    mail = the_mail(site, "sam", "elsewhere")
    assert ANSWER in mail.text
    with site.window(viewport=PHONE, java_script_enabled=False) as window:
        page = window.page
        page.goto(link_of(mail, "/mail/"))
        page.get_by_role("button", name="Yes, with my name").first.click()
        expect(page.get_by_role("main")).to_contain_text("Your words may be read there")
    with site.window(site.cast.ada) as window:
        page = window.page
        page.goto(f"{resource}release/")
        expect(page.get_by_role("main")).to_contain_text("In all communities here")


def olga_copies(site: Site) -> None:
    with site.window(site.cast.olga, java_script_enabled=False) as window:
        page = window.page
        page.goto("/c/lakes/library/")
        follow(page, "From others")
        follow(page, TITLE)
        expect(page.get_by_role("main")).to_contain_text("Four Rivers Network")
        expect(page.get_by_role("main")).to_contain_text(ANSWER)
        press(page, "Copy it into our library")
        expect(page.locator("h1")).to_have_text(TITLE)
        press(page, "Publish")
        page.goto("/c/lakes/library/")
        expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    assert the_mail(site, "fay", TITLE).subject == f"Lakes Network copied “{TITLE}”"


def rosa_reads_what_became_of_it(site: Site, topic: str) -> None:
    with site.window(site.cast.rosa, java_script_enabled=False, viewport=PHONE) as window:
        page = window.page
        page.goto(topic)
        expect(page.get_by_text("De esto salió:")).to_be_visible()
        follow(page, TITLE)
        expect(page.get_by_role("main")).to_contain_text("Eastgate")
