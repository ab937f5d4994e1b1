"""A host reads the notes through and sends them; who took something on is told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.models import Membership
from communities.scope import scope
from forums.actions import open_topic
from meetings.models import (
    AgendaItem,
    Decision,
    ItemKind,
    ItemState,
    MeetingNotes,
    NotesSection,
    NotesState,
)
from meetings.notes.beginning import begin_notes
from meetings.notes.mails import mail_notes
from meetings.notes.outcomes import decide, take_on
from meetings.notes.reviewing import (
    ChangedMeanwhileError,
    begin_review,
    end_review,
    seen_of,
    send_notes,
)
from meetings.recording.keeping import put_up
from moderation.models import Act
from notifications.models import OutgoingMail
from tests.cast import Cast
from tests.meetings.notes_scenes import as_section_form, met, section_of, writes
from tests.notifications.notice_scenes import work
from tests.opened_mail import opened, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(cast: Cast) -> NotesSection:
    """What the superintendents wrote: sam took something on."""
    with scope(cast.community):
        section = section_of(cast, met(cast, audience=cast.superintendents.audience))
        writes(cast.sam, section, "We talked about **buses**.", base=0)
        decide(section, "We ask the district.", by=cast.sam)
        day = timezone.localdate() + timedelta(days=9)
        take_on(section, "Ask the district.", owner=cast.sam, due_on=day, by=cast.tess)
        return section


def browser_of(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user, backend="accounts.backend.SessionBackend")
    return client


def sends(cast: Cast, section: NotesSection) -> MeetingNotes:
    with scope(cast.community):
        notes = section.notes
        begin_review(notes)
        assert send_notes(notes, by=cast.fay, seen=seen_of(notes))
    work()
    return notes


def notes_mail(member: Membership) -> OutgoingMail:
    return OutgoingMail.objects.get(kind="meeting_notes", user=member.user_id)


def test_a_host_sends_them_by_two_buttons(cast: Cast, section: NotesSection) -> None:
    fay = browser_of(cast.fay)
    url = f"/c/four-rivers/meetings/{section.notes.meeting.number}/notes/"
    assert "Read them through" in fay.get(url).content.decode()
    fay.post(f"{url}review/")
    page = fay.get(url)
    assert "Send them to 3 people" in page.content.decode()
    fay.post(f"{url}sending/", {"seen": page.context["seen"]})
    work()
    assert "Fay Moua read them through and sent them" in fay.get(url).content.decode()
    assert OutgoingMail.objects.filter(kind="meeting_notes").count() == 3


def test_others_do_not_send_them(cast: Cast, section: NotesSection) -> None:
    url = f"/c/four-rivers/meetings/{section.notes.meeting.number}/notes/"
    for path in ("review/", "review/delete/", "sending/"):
        assert browser_of(cast.sam).post(url + path).status_code == 403
    assert "Read them through" not in browser_of(cast.sam).get(url).content.decode()


def test_decisions_and_what_is_to_be_done_stand_before_the_notes(
    cast: Cast, section: NotesSection
) -> None:
    sends(cast, section)
    text = text_of(notes_mail(cast.sam))
    order = ["We ask the district.", "Ask the district.", "General", "We talked about buses."]
    assert [text.index(one) for one in order] == sorted(text.index(one) for one in order)
    assert "You, until" in text
    assert "Sam Ortiz, until" in text_of(notes_mail(cast.tess))


def test_the_mail_names_the_recording_with_who_agreed(cast: Cast, section: NotesSection) -> None:
    with scope(cast.community):
        put_up(
            section.notes.meeting,
            link="https://video.example/7",
            consent="We asked all at the beginning.",
            by=cast.fay,
        )
    sends(cast, section)
    said = text_of(notes_mail(cast.tess))
    assert "https://video.example/7" in said
    assert "Consent: We asked all at the beginning. (Fay Moua)" in said
    page = opened(notes_mail(cast.tess)).get_body(("html",))
    assert page is not None
    assert 'href="https://video.example/7"' in page.get_content()


def test_only_who_is_invited_gets_them_and_nobody_twice(cast: Cast, section: NotesSection) -> None:
    notes = sends(cast, section)
    with scope(cast.community):
        mail_notes(notes.pk)
        assert not send_notes(notes, by=cast.fay, seen=seen_of(notes))
    work()
    told = OutgoingMail.objects.filter(kind="meeting_notes").values_list("to", flat=True)
    assert sorted(told) == ["fay@example.org", "sam@example.org", "tess@example.org"]


def test_what_was_changed_after_the_host_read_it_is_not_sent_unread(
    cast: Cast, section: NotesSection
) -> None:
    with scope(cast.community):
        begin_review(section.notes)
        seen = seen_of(section.notes)
        writes(cast.fay, section, "We talked about nothing.", base=1)
        with pytest.raises(ChangedMeanwhileError):
            send_notes(section.notes, by=cast.fay, seen=seen)
        assert MeetingNotes.objects.get().state == NotesState.REVIEW
    url = f"/c/four-rivers/meetings/{section.notes.meeting.number}/notes/"
    page = browser_of(cast.fay).post(f"{url}sending/", {"seen": seen}, follow=True)
    assert "Read them again, and send them." in page.content.decode()


def test_a_host_lets_all_write_again(cast: Cast, section: NotesSection) -> None:
    with scope(cast.community):
        begin_review(section.notes)
        end_review(section.notes)
        assert MeetingNotes.objects.get().state == NotesState.OPEN


def test_a_change_after_sending_is_marked(cast: Cast, section: NotesSection) -> None:
    notes = sends(cast, section)
    url = f"/c/four-rivers/meetings/{notes.meeting.number}/notes/"
    tess = browser_of(cast.tess)
    assert "Changed by" not in tess.get(url).content.decode()
    browser_of(cast.fay).post(
        f"{url}sections/1/", {**as_section_form(section, "It was trains."), "base": 1}
    )
    page = tess.get(url).content.decode()
    assert "Fay Moua changed this after it was sent" in page
    assert "It was trains." in page


def test_who_took_something_on_is_told_when_they_are_sent_and_not_before(
    cast: Cast, section: NotesSection
) -> None:
    work()
    assert not OutgoingMail.objects.filter(kind="action_item").exists()
    sends(cast, section)
    told = OutgoingMail.objects.get(kind="action_item")
    assert told.to == "sam@example.org"
    assert opened(told)["Subject"] == "For you to do: Ask the district."


def test_the_mail_is_in_its_readers_language(cast: Cast) -> None:
    with scope(cast.community):
        section = section_of(cast)
        writes(cast.sam, section, "We talked.", base=0)
        decide(section, "We walk.", by=cast.sam)
    sends(cast, section)
    mail = notes_mail(cast.rosa)
    assert str(opened(mail)["Subject"]).startswith("Notas: Monthly table")
    assert "Lo que se decidió" in text_of(mail)


def test_a_mail_of_very_long_notes_stays_under_90_kilobytes_and_says_so(cast: Cast) -> None:
    with scope(cast.community):
        section = section_of(cast)
        writes(cast.sam, section, "жук ñandú & < " * 1_400, base=0)
        for _number in range(60):
            decide(section, "好" * 400, by=cast.sam)
    sends(cast, section)
    mail = notes_mail(cast.tess)
    assert mail.content is not None
    assert len(bytes(mail.content)) < 90_000
    assert "There is more of it than fits into a mail." in text_of(mail)


def test_who_may_not_see_a_discussion_does_not_read_its_title_in_the_notes(cast: Cast) -> None:
    with scope(cast.community):
        meeting = met(cast)
        topic = open_topic(cast.superintendents, by=cast.sam, title="Pay of drivers", body="?")
        AgendaItem.objects.create(
            community=cast.community,
            meeting=meeting,
            number=1,
            kind=ItemKind.QUESTION,
            topic=topic,
            by=cast.sam,
            state=ItemState.TAKEN,
            position=1,
        )
        begin_notes(meeting)
        section = NotesSection.objects.get(item__isnull=False)
        section.notes, section.community = begin_notes(meeting), cast.community
        section.notes.meeting, section.notes.community = meeting, cast.community
        writes(cast.sam, section, "They earn too little.", base=0)
    url = f"/c/four-rivers/meetings/{meeting.number}/notes/"
    assert "Pay of drivers" in browser_of(cast.sam).get(url).content.decode()
    pats = browser_of(cast.pat).get(url).content.decode()
    assert "Pay of drivers" not in pats
    assert "A discussion that not all who are invited can read" in pats
    sends(cast, section)
    assert "Pay of drivers" in text_of(notes_mail(cast.sam))
    assert "Pay of drivers" not in text_of(notes_mail(cast.pat))


def test_a_decision_that_is_taken_out_after_sending_stands_in_the_record(
    cast: Cast, section: NotesSection
) -> None:
    notes = sends(cast, section)
    with scope(cast.community):
        decision = Decision.objects.get()
    url = f"/c/four-rivers/meetings/{notes.meeting.number}/notes/decisions/{decision.pk}/delete/"
    assert browser_of(cast.sam).post(url).status_code == 403
    browser_of(cast.fay).post(url)
    with scope(cast.community):
        assert not Decision.objects.exists()
        assert Act.objects.get(act="decision_taken_out").note == "We ask the district."


def test_notes_are_found_once_they_are_sent_by_those_only_who_see_the_meeting(
    cast: Cast, section: NotesSection
) -> None:
    def found(member: Membership, words: str = "buses") -> list[str]:
        page = browser_of(member).get("/c/four-rivers/search/", {"q": words})
        return [one for one in ("Monthly table",) if one in page.content.decode()]

    with scope(cast.community):
        day = timezone.localdate()
        take_on(section, "Bring the timetable.", owner=cast.sam, due_on=day, by=cast.sam)

    work()
    assert found(cast.tess) == []
    sends(cast, section)
    assert found(cast.tess) == ["Monthly table"]
    # Also by what somebody took on.
    assert found(cast.tess, "timetable") == ["Monthly table"]
    assert found(cast.pat) == []


def test_the_queries_of_the_page_do_not_grow_with_the_sections(
    cast: Cast, section: NotesSection
) -> None:
    url = f"/c/four-rivers/meetings/{section.notes.meeting.number}/notes/"
    tess = browser_of(cast.tess)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert tess.get(url).status_code == 200
        return len(queries)

    tess.get(url)
    few = count()
    for number in range(6):
        tess.post(f"{url}sections/new/", {"title": f"Part {number}"})
    with scope(cast.community):
        for one in NotesSection.objects.exclude(pk=section.pk):
            one.notes, one.community = section.notes, cast.community
            writes(cast.sam, one, "Words.", base=0)
            writes(cast.tess, one, "Others.", base=0)
            decide(one, "So it is.", by=cast.sam)
            take_on(one, "Do it.", owner=cast.tess, due_on=timezone.localdate(), by=cast.sam)
    assert count() == few
