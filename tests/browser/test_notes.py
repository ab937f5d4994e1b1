"""Taking notes in a real browser: saved as one types, taken over, without a connection or a script."""

import pytest
from playwright.sync_api import Page, Route, expect

from communities.scope import scope
from meetings.models import Decision, NotesSection, SetAside
from tests.browsing import PHONE, Site
from tests.meetings.notes_scenes import met, section_of

pytestmark = pytest.mark.browser
TEXT = "What was said"


def notes_of(site: Site) -> tuple[NotesSection, str]:
    """Return a section of a new meeting's notes, and the address of the notes."""
    cast = site.cast
    with scope(cast.community):
        section = section_of(cast, met(cast))
        return section, f"/c/four-rivers/meetings/{section.notes.meeting.number}/notes/"


def write_here(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("button", name="Write here").click()
    expect(page.get_by_label(TEXT)).to_be_visible()


def text_of(site: Site, section: NotesSection) -> str:
    with scope(site.cast.community):
        return NotesSection.objects.get(pk=section.pk).text


def test_what_is_typed_before_the_script_is_there_is_saved(site: Site) -> None:
    section, url = notes_of(site)
    with site.window(site.cast.sam) as window:
        page = window.page
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/notes-scribe*.js", hold)
        page.goto(url)
        page.get_by_role("button", name="Write here").click(no_wait_after=True)
        page.get_by_label(TEXT).fill("The bus comes **late**.")
        held[-1].continue_()
        expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    with scope(site.cast.community):
        assert NotesSection.objects.get(pk=section.pk).text == "The bus comes **late**."


def test_what_a_scribe_types_is_saved_without_a_button_and_others_see_who_writes(
    site: Site,
) -> None:
    section, url = notes_of(site)
    with site.window(site.cast.sam, viewport=PHONE) as window, site.window(site.cast.tess) as other:
        page = window.page
        write_here(page, url)
        page.get_by_label(TEXT).fill("The bus comes **late**.")
        expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
        assert text_of(site, section) == "The bus comes **late**."
        other.page.goto(url)
        expect(other.page.get_by_text("Sam Ortiz is writing here.")).to_be_visible()
        expect(other.page.locator("strong", has_text="late")).to_be_visible()
        # A word more, and at once the button: nothing waits for the pause.
        page.get_by_label(TEXT).fill("The bus comes **late** again.")
        page.get_by_role("button", name="Save, and let others write").click()
        expect(page.get_by_text("Others can write here now.")).to_be_visible()
        assert text_of(site, section) == "The bus comes **late** again."


def test_what_was_decided_is_saved_by_the_button_also_where_the_text_is_saved_already(
    site: Site,
) -> None:
    _section, url = notes_of(site)
    with site.window(site.cast.sam) as window:
        page = window.page
        write_here(page, url)
        page.get_by_label(TEXT).fill("The bus comes late.")
        expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
        page.get_by_label("What was decided?").fill("We ask the district.")
        page.get_by_role("button", name="Save", exact=True).dblclick()
        expect(page.get_by_text("It is saved.")).to_be_visible()
        with scope(site.cast.community):
            assert [one.words for one in Decision.objects.all()] == ["We ask the district."]
        # Without a connection the page stays, with what was typed.
        page.get_by_label("What was decided?").fill("We pay half.")
        page.context.set_offline(True)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("No connection:")).to_be_visible()
        expect(page.get_by_label("What was decided?")).to_have_value("We pay half.")
        page.context.set_offline(False)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("li, blockquote, p", has_text="We pay half.").first).to_be_visible()


def test_who_is_taken_over_reads_so_and_what_he_types_is_kept(site: Site) -> None:
    section, url = notes_of(site)
    with site.window(site.cast.sam) as first, site.window(site.cast.tess) as second:
        write_here(first.page, url)
        first.page.get_by_label(TEXT).fill("By Sam.")
        expect(first.page.get_by_text("Saved.", exact=True)).to_be_visible()
        second.page.goto(url)
        second.page.get_by_role("button", name="Take over").click()
        second.page.get_by_label(TEXT).fill("By Sam. By Tess.")
        expect(second.page.get_by_text("Saved.", exact=True)).to_be_visible()
        first.page.get_by_label(TEXT).fill("By Sam. And Sam's thought.")
        expect(first.page.get_by_text("Tess Bell took over and writes here now.")).to_be_visible()
        expect(first.page.get_by_text("is kept beside it, and can be put in.")).to_be_visible()
        assert [f for f in first.faults if not f.startswith("409 ")] == []
        first.faults.clear()
        assert text_of(site, section) == "By Sam. By Tess."
        # Tess finds it beside her words, and takes what she types just now along.
        second.page.reload()
        expect(second.page.get_by_text("By Sam. And Sam's thought.")).to_be_visible()
        second.page.get_by_label(TEXT).fill("By Tess.")
        second.page.get_by_role("button", name="Put it in, at the end").click()
        expect(second.page.get_by_label(TEXT)).to_have_value(
            "By Tess.\n\nBy Sam. And Sam's thought."
        )
        with scope(site.cast.community):
            assert not SetAside.objects.filter(section=section).exists()


def test_what_could_not_be_sent_is_there_on_the_next_page(site: Site) -> None:
    section, url = notes_of(site)

    def no_connection(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    with site.window(site.cast.sam) as window:
        page = window.page
        write_here(page, url)
        page.route("**/sections/1/", no_connection)
        page.get_by_label(TEXT).fill("Typed in the cellar.")
        expect(page.get_by_text("No connection:")).to_be_visible()
        # The browser is closed, and opened again where there is a connection.
        page.close()
        assert text_of(site, section) == ""
        page = window.context.new_page()
        page.goto(url)
        page.get_by_role("link", name="Go on writing").click()
        expect(page.get_by_label(TEXT)).to_have_value("Typed in the cellar.")
        assert text_of(site, section) == "Typed in the cellar."
        # It was let go here: what is written elsewhere since is not put aside by an old copy.
        page.reload()
        expect(page.get_by_label(TEXT)).to_have_value("Typed in the cellar.")
        with scope(site.cast.community):
            assert not SetAside.objects.filter(section=section).exists()


def test_without_a_script_a_scribe_saves_by_a_button_and_loses_nothing(site: Site) -> None:
    section, url = notes_of(site)
    with (
        site.window(site.cast.sam, java_script_enabled=False) as first,
        site.window(site.cast.tess, java_script_enabled=False) as second,
    ):
        write_here(first.page, url)
        first.page.get_by_label(TEXT).fill("By Sam.")
        first.page.get_by_label("What was decided?").fill("We walk.")
        first.page.get_by_role("button", name="Save", exact=True).click()
        expect(first.page.get_by_text("It is saved.")).to_be_visible()
        expect(first.page.get_by_text("We walk.").first).to_be_visible()
        second.page.goto(url)
        second.page.get_by_role("button", name="Take over").click()
        second.page.get_by_label(TEXT).fill("By Tess.")
        second.page.get_by_role("button", name="Save", exact=True).click()
        first.page.get_by_label(TEXT).fill("By Sam, later.")
        first.page.get_by_role("button", name="Save", exact=True).click()
        expect(first.page.get_by_text("Tess Bell took over and writes here now.")).to_be_visible()
        expect(first.page.get_by_text("By Sam, later.")).to_be_visible()
        assert text_of(site, section) == "By Tess."
