"""Who is there: by the code at the door, by a link, by the host's list; who sees what of it."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.leaving import Words, leave_for_good
from communities.models import DueWork
from communities.scope import scope
from meetings.attendance.balance import balance_of
from meetings.attendance.door import door_code, is_code, is_open
from meetings.attendance.links import here_url
from meetings.attendance.noting import add_guest, come, note, save_list
from meetings.feedback.promises import ASK_FEEDBACK
from meetings.inviting.mails import Message, Writer
from meetings.inviting.sentences import reminder_words
from meetings.models import Answer, Meeting, Noted, State
from notifications.outgoing import store
from tests.cast import Cast
from tests.meetings.after_meetings import browser_of, going_on, held, noted, page_of, there
from tests.meetings.invitation_scenes import told
from tests.meetings.scenes import begins, says
from tests.notifications.notice_scenes import work
from tests.opened_mail import text_of

pytestmark = pytest.mark.django_db


def test_the_code_of_each_meeting_is_its_own_and_spaces_do_not_count(cast: Cast) -> None:
    codes = {door_code(Meeting(pk=number)) for number in range(1, 200)}
    assert len(codes) > 190
    assert all(re.fullmatch(r"\d{5}", code) for code in codes)
    meeting = Meeting(pk=7)
    code = door_code(meeting)
    assert is_code(meeting, f" {code[:2]} {code[2:]}")
    assert not is_code(meeting, "")
    assert not is_code(meeting, code[:4])


@pytest.mark.parametrize(
    ("minutes", "opened"), [(-31, False), (-29, True), (0, True), (179, True), (181, False)]
)
def test_the_door_opens_half_an_hour_before_and_closes_two_hours_after(
    minutes: int, opened: bool
) -> None:
    now = timezone.now()
    meeting = Meeting(starts_at=now, ends_at=now + timedelta(hours=1))
    assert is_open(meeting, now + timedelta(minutes=minutes)) is opened


def test_who_types_the_code_is_here_once(cast: Cast) -> None:
    meeting = going_on(cast)
    sam = browser_of(cast.sam)
    page = sam.get(page_of(cast, meeting)).text
    assert "Are you here?" in page
    assert door_code(meeting) not in page
    for _twice in range(2):
        done = sam.post(
            page_of(cast, meeting, "attendance/here/"), {"code": door_code(meeting)}, follow=True
        )
        assert "You are noted as here." in done.text
    # Who is there is not asked whether he comes.
    assert "Are you coming?" not in done.text
    assert there(cast, meeting) == {"sam"}


def wrong(meeting: Meeting, number: int = 0) -> str:
    return f"{(int(door_code(meeting)) + 1 + number) % 100000:05}"


def test_another_code_is_refused_with_a_sentence(cast: Cast) -> None:
    meeting = going_on(cast)
    path = page_of(cast, meeting, "attendance/here/")
    refused = browser_of(cast.sam).post(path, {"code": wrong(meeting)})
    assert refused.status_code == 422
    # At the door it is what one looks for first.
    assert refused.text.index("That is not the code.") < refused.text.index("Are you coming?")
    assert wrong(meeting) in refused.text
    assert there(cast, meeting) == set()


def test_who_tries_many_codes_must_wait_also_with_the_right_one(cast: Cast) -> None:
    meeting = going_on(cast)
    path = page_of(cast, meeting, "attendance/here/")
    sam = browser_of(cast.sam)
    for number in range(6):
        assert sam.post(path, {"code": wrong(meeting, number)}).status_code == 422
    assert sam.post(path, {"code": door_code(meeting)}).status_code == 429
    assert there(cast, meeting) == set()
    # Others do not wait with him.
    assert browser_of(cast.tess).post(path, {"code": door_code(meeting)}).status_code == 302


def test_nobody_is_there_too_early_too_late_or_at_a_cancelled_meeting(cast: Cast) -> None:
    meeting = going_on(cast, since=timedelta(hours=-2))
    with scope(cast.community):
        with pytest.raises(PermissionDenied, match="too early"):
            come(meeting, cast.sam, way=Noted.CODE)
        begins(meeting, timezone.now() - timedelta(hours=4))
        with pytest.raises(PermissionDenied, match="over"):
            come(meeting, cast.sam, way=Noted.CODE)
        begins(meeting, timezone.now())
        meeting.state = State.CANCELLED
        with pytest.raises(PermissionDenied, match="cancelled"):
            come(meeting, cast.sam, way=Noted.CODE)
    early = going_on(cast, since=timedelta(hours=-2))
    assert browser_of(cast.ada).get(page_of(cast, early, "attendance/")).status_code == 403
    assert "Who is here" not in browser_of(cast.ada).get(page_of(cast, early)).text


def test_only_hosts_see_the_code_and_names(cast: Cast) -> None:
    meeting = going_on(cast)
    noted(cast, meeting, cast.rosa)
    with scope(cast.community):
        add_guest(meeting, "Aunt May", site=None, role=None, by=cast.ada)
    assert door_code(meeting) in browser_of(cast.ada).get(page_of(cast, meeting, DOOR)).text
    assert browser_of(cast.sam).get(page_of(cast, meeting, DOOR)).status_code == 403
    page = browser_of(cast.sam).get(page_of(cast, meeting, "attendance/")).text
    assert "2 people are noted as here." in page
    assert "Rosa" not in page
    assert "Aunt May" not in page
    hosts = browser_of(cast.ada).get(page_of(cast, meeting, "attendance/")).text
    assert "Rosa Peña" in hosts
    assert "Aunt May" in hosts


DOOR = "attendance/door/"


def test_htmx_is_given_the_numbers_alone(cast: Cast) -> None:
    meeting = going_on(cast)
    noted(cast, meeting, cast.sam)
    host = browser_of(cast.ada)
    for path in ("attendance/", DOOR):
        part = host.get(page_of(cast, meeting, path), headers={"HX-Request": "true"}).text
        assert "1 person is noted as here." in part
        assert "<html" not in part
        assert "<form" not in part


def test_a_reminder_has_a_link_that_says_it_without_signing_in(cast: Cast) -> None:
    meeting = going_on(cast, since=timedelta(minutes=-20))
    with scope(cast.community):
        says(cast.sam, meeting)
        says(cast.pat, meeting, Answer.MAYBE)
        message = Message(
            kind="meeting_reminder",
            key="1",
            series=meeting.series,
            meeting=meeting,
            shortly=True,
            answers={cast.sam.pk: "yes", cast.pat.pk: "maybe"},
        )
        store(list(Writer(message, [cast.sam, cast.pat]).mails(reminder_words(meeting))))
    found = re.search(r"https?://\S*/mail/meeting-here/\S*", text_of(told(cast.sam)[-1]))
    assert found
    assert "/mail/meeting-here/" not in text_of(told(cast.pat)[-1])
    path = urlsplit(found[0]).path
    assert "I am here" in Client().get(path).text
    assert there(cast, meeting) == set()
    assert "Welcome." in Client().post(path).text
    Client().post(path)
    assert there(cast, meeting) == {"sam"}
    assert Client().get(path.replace("/meeting-here/", "/meeting-here/x")).status_code == 404


def test_a_link_of_who_left_opens_nothing_and_one_too_early_says_when(cast: Cast) -> None:
    meeting = going_on(cast, since=timedelta(hours=-3))
    ids = {"community": cast.community.pk, "meeting": meeting.pk}
    path = urlsplit(here_url(**ids, member=cast.sam.pk)).path
    early = Client().post(path).text
    assert "It is too early." in early
    assert there(cast, meeting) == set()
    leave_for_good(cast.sam, Words.NAMED)
    assert Client().get(path).status_code == 404


def test_the_host_ticks_and_unticks_and_who_came_meanwhile_stays(cast: Cast) -> None:
    meeting = going_on(cast)
    noted(cast, meeting, cast.rosa, cast.tess)
    host = browser_of(cast.ada)
    page = host.get(page_of(cast, meeting, "attendance/")).text
    assert re.search(rf'name="was" value="{cast.rosa.pk}"', page)
    # Sam types the code after the host's page was shown.
    with scope(cast.community):
        come(meeting, cast.sam, way=Noted.CODE)
    host.post(
        page_of(cast, meeting, "attendance/list/"),
        {"was": [cast.rosa.pk, cast.tess.pk], "here": [cast.tess.pk, cast.pat.pk]},
    )
    assert there(cast, meeting) == {"sam", "tess", "pat"}


def test_the_list_shows_who_said_yes_or_maybe_and_whom_they_bring(cast: Cast) -> None:
    meeting = going_on(cast)
    with scope(cast.community):
        says(cast.sam, meeting, guests=2)
        says(cast.rosa, meeting, Answer.MAYBE)
        says(cast.pat, meeting, Answer.NO)
    page = browser_of(cast.ada).get(page_of(cast, meeting, "attendance/")).text
    listed = page[page.index("Your list") : page.index("Somebody else is here")]
    assert "Sam Ortiz" in listed
    assert "Brings 2." in listed
    assert "Rosa Peña" in listed
    assert f'value="{cast.pat.pk}"' not in listed
    found = browser_of(cast.ada).get(page_of(cast, meeting, "attendance/") + "?q=pat").text
    assert f'name="here" value="{cast.pat.pk}"' in found


def test_ids_of_nobody_and_of_other_communities_change_nothing(cast: Cast) -> None:
    meeting = going_on(cast)
    host = browser_of(cast.ada)
    sent = {"here": [cast.olga.pk, 999999, "x", "-1", "9" * 40]}
    assert host.post(page_of(cast, meeting, "attendance/list/"), sent).status_code == 302
    assert there(cast, meeting) == set()


def test_members_keep_no_list(cast: Cast) -> None:
    meeting = going_on(cast)
    sam = browser_of(cast.sam)
    for path, body in (
        ("attendance/list/", {"here": cast.tess.pk}),
        ("attendance/guests/", {"name": "Aunt May"}),
    ):
        assert sam.post(page_of(cast, meeting, path), body).status_code == 403
    assert there(cast, meeting) == set()


def test_guests_are_added_by_name_known_as_members_and_taken_off(cast: Cast) -> None:
    meeting = going_on(cast)
    host = browser_of(cast.ada)
    path = page_of(cast, meeting, "attendance/guests/")
    assert host.post(path, {"name": ""}).status_code == 422
    for name in ("Aunt May", "Rosita"):
        host.post(path, {"name": name, "site": cast.sites["Northbank"].pk})
    assert there(cast, meeting) == {"(Aunt May)", "(Rosita)"}
    with scope(cast.community):
        may, rosita = meeting.attendance.order_by("name")
    host.post(f"{path}{rosita.pk}/", {"member": cast.rosa.pk})
    host.post(f"{path}{may.pk}/delete/")
    assert there(cast, meeting) == {"rosa"}


def test_sites_and_roles_that_are_missing_are_named(cast: Cast) -> None:
    meeting = going_on(cast)
    with scope(cast.community):
        assert balance_of(meeting).sentence == "0 of 2 sites, 0 of 3 roles"
    noted(cast, meeting, cast.sam)
    with scope(cast.community):
        before = balance_of(meeting)
        eastgate, resident = cast.sites["Eastgate"], cast.rosa.roles[0]
        add_guest(meeting, "Vecina", site=eastgate, role=resident, by=cast.ada)
        after = balance_of(meeting)
    assert "Eastgate" in before.sentence
    assert {line.label: line.count for line in before.sites}["Northbank"] == 1
    assert "Eastgate" not in after.sentence
    assert {line.label: line.count for line in after.sites}["Eastgate"] == 1
    assert {line.label: line.count for line in after.roles}[str(resident.label_plural)] == 1
    assert (after.people, after.guests) == (2, 1)


def test_pages_cost_the_same_for_many(cast: Cast) -> None:
    meeting = going_on(cast)
    host = browser_of(cast.ada)
    counts = []
    for members in ([cast.sam], [cast.tess, cast.rosa, cast.pat, cast.fay]):
        noted(cast, meeting, *members)
        with scope(cast.community):
            for number in range(len(members)):
                add_guest(meeting, f"Guest {number}", site=None, role=None, by=cast.ada)
        for path in ("attendance/", ""):
            host.get(page_of(cast, meeting, path))
            with CaptureQueriesContext(connection) as asked:
                host.get(page_of(cast, meeting, path))
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_who_is_noted_after_the_others_were_asked_is_asked_too(cast: Cast) -> None:
    meeting = held(cast)
    noted(cast, meeting, cast.sam)
    DueWork.objects.filter(kind=ASK_FEEDBACK).update(due_at=timezone.now())
    work()
    assert len(told(cast.sam)) == 1
    assert not DueWork.objects.filter(kind=ASK_FEEDBACK).exists()
    with scope(cast.community):
        save_list(meeting, here=[cast.tess.pk], was=[], by=cast.ada)
    work()
    assert [mail.kind for mail in told(cast.tess)][-1] == "meeting_feedback"
    assert len(told(cast.sam)) == 1


def test_two_who_note_the_same_person_make_one_row(cast: Cast) -> None:
    meeting = going_on(cast)
    with scope(cast.community):
        first = note(meeting, cast.sam.pk, way=Noted.LIST, by=cast.ada)
        second = come(meeting, cast.sam, way=Noted.CODE)
    assert (first.pk, second.way) == (second.pk, Noted.LIST)
