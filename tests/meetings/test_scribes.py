"""One scribe a section, visible, to be taken over from; and no word lost when two meet."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import Membership
from communities.scope import scope
from meetings.models import NotesSection, NotesState, NotesVersion, SetAside
from meetings.notes.scribing import HasScribeError, put_in, seen_writing, take_section
from tests.cast import Cast
from tests.meetings.notes_scenes import as_section_form, met, section_of, writes

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(cast: Cast) -> NotesSection:
    with scope(cast.community):
        return section_of(cast)


def text_of(section: NotesSection) -> str:
    return NotesSection.objects.get(pk=section.pk).text


def browser_of(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user, backend="accounts.backend.SessionBackend")
    return client


def url_of(section: NotesSection, rest: str = "") -> str:
    number = section.notes.meeting.number
    return f"/c/four-rivers/meetings/{number}/notes/sections/{section.number}/{rest}"


def test_who_writes_first_is_the_scribe_and_others_see_it(
    cast: Cast, section: NotesSection
) -> None:
    sam, tess = browser_of(cast.sam), browser_of(cast.tess)
    sam.post(url_of(section, "scribe/"))
    page = tess.get(url_of(section)).content.decode()
    assert "Sam Ortiz is writing here." in page
    assert "<textarea" not in page
    assert "<textarea" in sam.get(url_of(section)).content.decode()


def test_a_get_makes_nobody_a_scribe(cast: Cast, section: NotesSection) -> None:
    browser_of(cast.sam).get(url_of(section))
    with scope(cast.community):
        assert NotesSection.objects.get(pk=section.pk).scribe_id is None


def test_nobody_takes_over_from_somebody_whom_he_did_not_see(
    cast: Cast, section: NotesSection
) -> None:
    with scope(cast.community):
        take_section(section, by=cast.sam)
        with pytest.raises(HasScribeError):
            take_section(section, by=cast.tess)
        # He saw that pat was writing, and meanwhile sam had taken over from her.
        with pytest.raises(HasScribeError):
            take_section(section, by=cast.tess, from_id=cast.pat.pk)
        assert take_section(section, by=cast.tess, from_id=cast.sam.pk).scribe == cast.tess


def test_a_scribe_who_went_away_holds_no_place(cast: Cast, section: NotesSection) -> None:
    with scope(cast.community):
        take_section(section, by=cast.sam)
        gone = timezone.now() - timedelta(minutes=3)
        NotesSection.objects.update(scribe_seen_at=gone)
        assert take_section(section, by=cast.tess).scribe == cast.tess


def test_what_a_scribe_types_after_he_was_taken_over_is_kept_aside(
    cast: Cast, section: NotesSection
) -> None:
    page = uuid4()
    with scope(cast.community):
        take_section(section, by=cast.sam)
        writes(cast.sam, section, "First.", base=0, page=page)
        take_section(section, by=cast.tess, from_id=cast.sam.pk)
        lost = writes(cast.sam, section, "First. And sam's second.", base=1, page=page)
        writes(cast.tess, section, "First. Tess goes on.", base=1)
        # He types on, on the same page: it is one thing set aside, with his last words.
        writes(cast.sam, section, "First. And sam's second and third.", base=1, page=page)
        assert lost.is_aside
        assert text_of(section) == "First. Tess goes on."
        assert [one.text for one in SetAside.objects.all()] == [
            "First. And sam's second and third."
        ]


def test_the_same_member_on_two_devices_loses_nothing_either(
    cast: Cast, section: NotesSection
) -> None:
    with scope(cast.community):
        take_section(section, by=cast.sam)
        assert not writes(cast.sam, section, "On the laptop.", base=0).is_aside
        assert writes(cast.sam, section, "On the phone.", base=0).is_aside
        assert text_of(section) == "On the laptop."
        assert SetAside.objects.get().text == "On the phone."


def test_a_page_whose_answer_was_lost_goes_on_from_its_own_words(
    cast: Cast, section: NotesSection
) -> None:
    page = uuid4()
    with scope(cast.community):
        take_section(section, by=cast.sam)
        writes(cast.sam, section, "One.", base=0, page=page)
        # It never heard that this was version 1.
        assert not writes(cast.sam, section, "One. Two.", base=0, page=page).is_aside
        assert text_of(section) == "One. Two."


def test_what_was_set_aside_is_put_in_once(cast: Cast, section: NotesSection) -> None:
    with scope(cast.community):
        take_section(section, by=cast.sam)
        writes(cast.sam, section, "On the laptop.", base=0)
        writes(cast.sam, section, "On the phone.", base=0)
        aside = SetAside.objects.get()
        aside.section = section
        put_in(aside, by=cast.sam)
        put_in(aside, by=cast.sam)
        assert text_of(section) == "On the laptop.\n\nOn the phone."
        assert not SetAside.objects.exists()


def test_nobody_puts_words_in_while_somebody_else_writes(cast: Cast, section: NotesSection) -> None:
    with scope(cast.community):
        writes(cast.sam, section, "One.", base=0)
        writes(cast.tess, section, "Two.", base=0)
        aside = SetAside.objects.get()
        aside.section = section
        with pytest.raises(HasScribeError):
            put_in(aside, by=cast.tess)
        assert SetAside.objects.exists()


def test_a_stretch_of_writing_is_one_version_and_what_is_deleted_stays_in_it(
    cast: Cast, section: NotesSection
) -> None:
    page = uuid4()
    long = "The bus company says no. " * 10
    with scope(cast.community):
        for base, text in enumerate(["One.", "One. Two.", long, "Oops.", "Oops. Again."]):
            writes(cast.sam, section, text, base=base, page=page)
        kept = NotesVersion.objects.order_by("number").values_list("text", flat=True)
        assert list(kept) == [long.strip(), "Oops. Again."]
        writes(cast.tess, section, "Tess.", base=5)
        assert SetAside.objects.get().text == "Tess."


def test_a_text_without_a_change_is_no_version(cast: Cast, section: NotesSection) -> None:
    with scope(cast.community):
        writes(cast.sam, section, "One.", base=0)
        assert not writes(cast.sam, section, "One.\r\n", base=0).is_aside
        assert NotesSection.objects.get(pk=section.pk).version == 1


def test_without_javascript_the_same_form_saves_and_the_same_rule_holds(
    cast: Cast, section: NotesSection
) -> None:
    sam, tess = browser_of(cast.sam), browser_of(cast.tess)
    sam.post(url_of(section, "scribe/"))
    sent = as_section_form(section, "We talked about **buses**.")
    assert sam.post(url_of(section), sent).status_code == 302
    assert "<strong>buses</strong>" in tess.get(url_of(section)).content.decode()
    # Tess takes over; sam, whose page still stands, presses save.
    tess.post(url_of(section, "scribe/"), {"from": cast.sam.pk})
    late = {**sent, "text": "We talked about buses and fares.", "base": 1}
    answer = sam.post(url_of(section), late)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Tess Bell took over and writes here now." in page
    assert "We talked about buses and fares." in page
    # Tess finds it beside what she writes, and puts it in by the button of her own form.
    page = tess.get(url_of(section)).content.decode()
    assert "We talked about buses and fares." in page
    with scope(cast.community):
        section.refresh_from_db(fields=["version"])
        aside = SetAside.objects.get()
    mine = as_section_form(section, "We talked about **buses**. Yes.", put_in=aside.pk)
    tess.post(url_of(section), mine)
    with scope(cast.community):
        both = "We talked about **buses**. Yes.\n\nWe talked about buses and fares."
        assert text_of(section) == both


def test_the_script_hears_in_json_what_became_of_its_words(
    cast: Cast, section: NotesSection
) -> None:
    sam, tess = browser_of(cast.sam), browser_of(cast.tess)
    asks = {"accept": "application/json"}
    saved = sam.post(url_of(section), as_section_form(section, "One."), headers=asks)
    assert (saved.status_code, saved.json()) == (200, {"version": 1})
    aside = tess.post(url_of(section), as_section_form(section, "Two."), headers=asks)
    assert aside.status_code == 409
    assert "Sam Ortiz took over" in aside.json()["sentence"]
    long = sam.post(url_of(section), as_section_form(section, "x" * 20_001), headers=asks)
    assert long.status_code == 422
    assert "at most 20000 characters" in long.json()["sentence"].replace(",", "")


def test_the_page_of_a_scribe_hears_that_he_is_none_any_more(
    cast: Cast, section: NotesSection
) -> None:
    with scope(cast.community):
        take_section(section, by=cast.sam)
        assert seen_writing(section, by=cast.sam)
        take_section(section, by=cast.tess, from_id=cast.sam.pk)
    told = browser_of(cast.sam).post(url_of(section, "seen/")).json()
    assert told == {"sentence": "Tess Bell took over and writes here now."}
    assert browser_of(cast.tess).post(url_of(section, "seen/")).json() == {"sentence": ""}


def test_a_text_that_is_too_long_is_refused_and_kept_in_the_form(
    cast: Cast, section: NotesSection
) -> None:
    sam = browser_of(cast.sam)
    sam.post(url_of(section, "scribe/"))
    answer = sam.post(
        url_of(section),
        as_section_form(section, "word " * 4_001, decision="We walk."),
    )
    assert answer.status_code == 422
    assert "word word word" in answer.content.decode()
    assert "We walk." in answer.content.decode()


def test_while_a_host_reads_them_through_words_of_others_are_set_aside(
    cast: Cast, section: NotesSection
) -> None:
    with scope(cast.community):
        section.notes.state = NotesState.REVIEW
        section.notes.save()
        assert writes(cast.sam, section, "Late.", base=0).is_aside
        assert not writes(cast.fay, section, "By a host.", base=0).is_aside
    sam = browser_of(cast.sam)
    assert sam.post(url_of(section, "scribe/")).status_code == 403
    page = sam.get(url_of(section)).content.decode()
    assert "Only hosts change these notes now." in page
    assert "Late." in page


def test_only_who_wrote_them_and_hosts_throw_words_away(cast: Cast, section: NotesSection) -> None:
    with scope(cast.community):
        writes(cast.sam, section, "One.", base=0)
        writes(cast.tess, section, "Two.", base=0)
        pk = SetAside.objects.get().pk
    away = url_of(section, f"set-aside/{pk}/delete/")
    assert browser_of(cast.pat).post(away).status_code == 404
    assert browser_of(cast.tess).post(away).status_code == 302
    with scope(cast.community):
        assert not SetAside.objects.exists()


def test_notes_can_be_begun_from_the_day_before_and_by_hosts_at_any_time(cast: Cast) -> None:
    with scope(cast.community):
        meeting = met(cast)
        meeting.starts_at = timezone.now() + timedelta(days=3)
        meeting.ends_at = meeting.starts_at + timedelta(hours=1)
        meeting.save()
    url = f"/c/four-rivers/meetings/{meeting.number}/notes/"
    sam, fay = browser_of(cast.sam), browser_of(cast.fay)
    assert sam.get(url).status_code == 404
    assert sam.post(f"{url}new/").status_code == 403
    assert "Take notes" not in sam.get(meeting.get_absolute_url()).content.decode()
    assert "Take notes" in fay.get(meeting.get_absolute_url()).content.decode()
    fay.post(f"{url}new/")
    assert "General" in sam.get(url).content.decode()
