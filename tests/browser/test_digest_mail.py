"""From a post to a mail in somebody's mailbox, and from its links back."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from communities.models import Membership
from communities.models.membership import Pace
from communities.scope import scope
from forums.actions import open_topic
from tests.accounts.conftest import code_in
from tests.browsing import Site
from tests.smtp_peer import Received

pytestmark = pytest.mark.browser


def digest_for(site: Site, address: str) -> Received:
    """Let it be tomorrow, eleven in New York; return what came into this mailbox."""
    tomorrow = timezone.now() + timedelta(days=1)
    noon = datetime(tomorrow.year, tomorrow.month, tomorrow.day, 16, tzinfo=UTC)
    call_command("send_digests", now=noon, verbosity=0)
    call_command("send_mail", verbosity=0)
    (mail,) = (mail for mail in site.smtp.to(address) if mail.message["List-Unsubscribe"])
    return mail


def link_of(mail: Received, words: str) -> str:
    """Return where the link with these words leads, as a mail program would follow it."""
    found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>\s*{re.escape(words)}\s*</a>', mail.html)
    assert found, mail.html
    return found[1].replace("&amp;", "&")


def pace_of(site: Site, member: Membership) -> str:
    with scope(site.cast.community):
        return Membership.objects.get(pk=member.pk).pace


def test_a_digest_leads_to_the_topic_and_stops_without_signing_in(site: Site) -> None:
    pat = site.cast.pat
    with scope(site.cast.community):
        topic = open_topic(
            site.cast.families, by=site.cast.sam, title="Who reads at home?", body="How?"
        )
    mail = digest_for(site, "pat@example.org")
    with site.window() as window:
        page = window.page
        # Scanners follow links too: none of them may sign in or stop anything.
        page.goto(link_of(mail, "Who reads at home?"))
        page.get_by_label("Your e-mail address").fill("pat@example.org")
        page.get_by_role("button", name="Send me a code").click()
        page.get_by_label("code").fill(code_in(site.smtp.to("pat@example.org")[-1].text))
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("h1")).to_have_text("Who reads at home?")
        assert urlsplit(page.url).path == topic.get_absolute_url()

    with site.window() as window:
        page = window.page
        page.goto(link_of(mail, "Stop these mails"))
        assert pace_of(site, pat) == Pace.DAILY
        page.locator("main").get_by_role("button").click()
        expect(page.locator("h1")).to_have_text("You will get no more of these mails")
        assert pace_of(site, pat) == Pace.NEVER

        page.goto(link_of(mail, "Choose how often this mail comes"))
        page.locator("main").get_by_role("radio", name="Once a week").check()
        page.get_by_role("button", name="Save").click()
        expect(page.locator("main")).to_contain_text("Your choice is saved.")
        assert pace_of(site, pat) == Pace.WEEKLY
