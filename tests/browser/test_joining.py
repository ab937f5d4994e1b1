"""From a list of people in hand to a resident in a forum."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from communities import due_work
from communities.models import DueWork
from tests.browsing import PHONE, Site

pytestmark = pytest.mark.browser

# The third line lacks its sign.
PEOPLE = """\
Name;E-mail;Site;Roles;Language
Nia Cole;nia@example.net;Harbor;superintendent;English
Luz Romero;luz@example.net;Harbor;resident leader;English
Bo Lind;bo.example.net;Harbor;principal;English
"""
MENDED = PEOPLE.replace("bo.example", "bo@example")


def work_as_the_worker_does() -> None:
    """Do what is due, and send what waits."""
    while pending := list(DueWork.objects.values_list("pk", flat=True)):
        for pk in pending:
            due_work.do_one(pk)
    call_command("send_mail", verbosity=0)


def make_the_community(page: Page) -> None:
    page.goto("/admin/communities/")
    page.get_by_role("link", name="Make a new community").click()
    page.get_by_role("button", name="Promise Neighborhood").click()
    page.get_by_label("Name of the community").fill("Harbor Promise")
    page.get_by_label("I will be an admin of this community").check()
    page.get_by_role("button", name="Go on to the people").click()
    page.get_by_label("Paste the list here").fill(PEOPLE)
    page.get_by_role("button", name="Check the list").click()

    line = page.locator(".report__row", has_text="bo.example.net")
    expect(line).to_contain_text("Cannot be used:")
    expect(line.locator(".report__line")).to_have_text(re.compile(r"4$"))
    page.get_by_role("link", name="All lines (3)").click()
    expect(page.locator(".report__row", has_text="Luz Romero")).to_contain_text("Good:")
    page.get_by_role("link", name="Change the list").click()
    expect(page.get_by_label("Paste the list here")).to_have_value(PEOPLE)
    page.get_by_label("Paste the list here").fill(MENDED)
    page.get_by_role("button", name="Check the list").click()

    expect(page.get_by_text("Cannot be used:")).to_have_count(0)
    page.get_by_role("button", name="Make the community and send the invitations").click()
    expect(page.locator("h1")).to_have_text("Harbor Promise is ready")
    expect(page.locator(".report__sum")).to_contain_text("3 open invitations")


def test_an_admin_makes_a_community_and_a_resident_joins_by_the_link_of_the_mail(
    site: Site,
) -> None:
    with site.window(site.staff) as window:
        make_the_community(window.page)
    work_as_the_worker_does()

    (mail,) = site.smtp.to("luz@example.net")
    assert "Harbor Promise" in mail.subject
    (link,) = re.findall(r"http://\S+/join/\S+", mail.text)
    with site.window(viewport=PHONE) as window:
        page = window.page
        page.goto(link)
        button = page.locator("main").get_by_role("button")
        expect(button).to_have_count(1)
        button.click()
        expect(page.locator("h1")).to_have_text("Welcome to Harbor Promise")
        page.get_by_role("link", name="Come in").click()
        expect(page.locator("h1")).to_have_text("Welcome, Luz Romero")
        page.get_by_role("link", name="Forums", exact=True).click()
        expect(page.get_by_role("link", name="Resident and parent leaders")).to_be_visible()
        expect(page.get_by_role("link", name="Superintendents")).to_have_count(0)

    # The link is spent: whoever finds the mail later is not signed in by it.
    with site.window() as window:
        window.page.goto(link)
        expect(window.page.locator("h1")).to_have_text("You have joined already")
        expect(window.page.get_by_role("link", name="Sign in").first).to_be_visible()
