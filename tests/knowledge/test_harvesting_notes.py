"""Notes of a meeting become a draft of the library, as posts do."""

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from knowledge.harvest.notes import NOTES
from knowledge.models import Consent, Quotation, QuotedPerson, Resource, SourceState
from meetings.models import MeetingNotes, NotesSection
from meetings.notes.beginning import add_section
from meetings.notes.reviewing import begin_review, seen_of, send_notes
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.meetings.notes_scenes import met, section_of, writes
from tests.notifications.notice_scenes import work
from tests.opened_mail import text_of

pytestmark = pytest.mark.django_db
SAID = "The district pays for the first bus. Families walk the last mile."


@pytest.fixture
def section(cast: Cast) -> NotesSection:
    """What sam wrote at a meeting of the superintendents; fay sent it."""
    with scope(cast.community):
        section = section_of(cast, met(cast, audience=cast.superintendents.audience))
        writes(cast.sam, section, SAID, base=0)
        begin_review(section.notes)
        send_notes(section.notes, by=cast.fay, seen=seen_of(section.notes))
        return section


def browser_of(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user, backend="accounts.backend.SessionBackend")
    return client


def notes_url(section: NotesSection) -> str:
    return f"/c/four-rivers/meetings/{section.notes.meeting.number}/notes/"


def harvests(cast: Cast, section: NotesSection, by: Membership, **fields: str) -> Client:
    number = section.notes.meeting.number
    browser = browser_of(by)
    sent = {
        "posts": str(section.number),
        "title": "Who pays for buses",
        "kind": "case",
        "audience": f"forum-{cast.superintendents.pk}",
        **fields,
    }
    page = browser.get(f"/c/four-rivers/library/harvest/notes/{number}/")
    sent["audience"] = page.context["form"]["audience"].value()
    answer = browser.post(f"/c/four-rivers/library/harvest/notes/{number}/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return browser


def test_notes_that_were_sent_lead_to_a_draft_that_quotes_them(
    cast: Cast, section: NotesSection
) -> None:
    tess = browser_of(cast.tess)
    assert "Write this down for the library" in tess.get(notes_url(section)).content.decode()
    harvests(cast, section, cast.tess)
    with scope(cast.community):
        quoted = Quotation.objects.get()
        assert (quoted.kind, quoted.object_id, quoted.words) == (NOTES, section.pk, SAID)
        assert quoted.person.member == cast.sam
    page = tess.get(notes_url(section)).content.decode()
    assert "This became:" in page
    assert "Who pays for buses" in page
    # It is a draft: nobody else hears of it.
    assert "This became:" not in browser_of(cast.sam).get(notes_url(section)).content.decode()


def test_notes_that_were_not_sent_cannot_be_quoted(cast: Cast, section: NotesSection) -> None:
    with scope(cast.community):
        MeetingNotes.objects.update(state="review")
    number = section.notes.meeting.number
    tess = browser_of(cast.tess)
    assert tess.get(f"/c/four-rivers/library/harvest/notes/{number}/").status_code == 404
    assert "for the library" not in tess.get(notes_url(section)).content.decode()


def test_the_last_scribe_is_asked_and_may_say_no(cast: Cast, section: NotesSection) -> None:
    harvests(cast, section, cast.tess)
    with scope(cast.community):
        QuotedPerson.objects.update(asked_at=None)
        from knowledge.harvest.asking import ask_quoted

        ask_quoted(Resource.objects.get().pk)
    asked = OutgoingMail.objects.get(kind="quoted", user=cast.sam.user)
    assert "The district pays for the first bus." in text_of(asked)
    with scope(cast.community):
        assert QuotedPerson.objects.get().consent == Consent.WAITING


def test_words_that_do_not_stand_in_the_notes_are_refused_and_kept(
    cast: Cast, section: NotesSection
) -> None:
    number = section.notes.meeting.number
    sent = {
        "posts": "1",
        "words-1": "The district pays for all.",
        "title": "Buses",
        "kind": "case",
        "audience": "everyone",
    }
    answer = browser_of(cast.tess).post(f"/c/four-rivers/library/harvest/notes/{number}/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "These words do not stand in the notes like this." in page
    assert "The district pays for all." in page


def test_a_change_of_notes_reaches_whoever_quotes_them(cast: Cast, section: NotesSection) -> None:
    harvests(cast, section, cast.tess)
    with scope(cast.community):
        section.refresh_from_db()
        section.notes, section.community = MeetingNotes.objects.get(), cast.community
        writes(cast.fay, section, "Nobody pays.", base=section.version)
    work()
    with scope(cast.community):
        assert Quotation.objects.get().source_state == SourceState.EDITED
    mail = OutgoingMail.objects.filter(kind="moderation", user=cast.tess.user).latest("pk")
    assert "Notes that are quoted in “Who pays for buses” were changed" in text_of(mail)


def test_who_does_not_see_the_meeting_finds_no_way_to_its_notes(
    cast: Cast, section: NotesSection
) -> None:
    number = section.notes.meeting.number
    for member in (cast.pat, cast.rosa):
        url = f"/c/four-rivers/library/harvest/notes/{number}/"
        assert browser_of(member).get(url).status_code == 404


def test_two_sections_are_quoted_at_once(cast: Cast, section: NotesSection) -> None:
    with scope(cast.community):
        other = add_section(section.notes, "Fares", by=cast.tess)
        other.notes, other.community = section.notes, cast.community
        writes(cast.fay, other, "Half of them.", base=0)
    number = section.notes.meeting.number
    sent = {"posts": ["1", "2"], "title": "Both", "kind": "case", "audience": "everyone"}
    browser_of(cast.tess).post(f"/c/four-rivers/library/harvest/notes/{number}/", sent)
    with scope(cast.community):
        assert Quotation.objects.count() == 2
        assert QuotedPerson.objects.count() == 2
