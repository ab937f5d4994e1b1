"""The lists of video calls, as Zoom, Teams and Google Meet write them: whoever stands there counts once."""

from pathlib import Path

import pytest

from communities.models import Membership
from communities.scope import scope
from core.spreadsheets import SpreadsheetError
from meetings.attendance.matching import listed
from meetings.attendance.noting import Counted, identify, note_listed
from meetings.attendance.video_lists import Participant, read_participants
from meetings.models import Attendance, Meeting
from tests.cast import Cast
from tests.made_files import upload
from tests.meetings.after_meetings import browser_of, going_on, page_of, there

LISTS = Path(__file__).parent / "video_lists"


def people_on(name: str) -> list[tuple[str, str]]:
    return [(one.name, one.email) for one in read_participants((LISTS / name).read_bytes())]


def test_zoom_lists_each_who_came_in_with_a_table_on_the_meeting_above() -> None:
    assert people_on("zoom.csv") == [
        ("Fay Moua", "fay@example.org"),
        ("Sammy (Sam Ortiz)", ""),
        ("iPhone de Lupita", "lupita.r@example.com"),
    ]


def test_teams_lists_in_utf_16_with_other_tables_round_it() -> None:
    assert people_on("teams.csv") == [
        ("Fay Moua", "fay@example.org"),
        ("Rosa Peña", ""),
        ("Unverified Neighbor", ""),
    ]


def test_meet_parts_the_names() -> None:
    assert people_on("meet.csv") == [
        ("Fay Moua", "fay@example.org"),
        ("Tess Bell", "t.bell@example.net"),
        ("Abuela", ""),
    ]


def test_spanish_names_of_columns_and_semicolons_are_read() -> None:
    assert people_on("meet_es.csv") == [("Rosa Peña", "rosa@example.org")]


def test_a_list_with_one_column_is_enough() -> None:
    assert [one.name for one in read_participants(b"Name\nAda Stone\nada stone\nLuis\n")] == [
        "Ada Stone",
        "Luis",
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "workbook"),
        (b"Color,Size\nred,1\n", "No column with names"),
        (b"Name\n" + b"".join(b"P%d\n" % n for n in range(2001)), "more than 2,000 people"),
        (b"\x89PNG\r\n\x1a\n\x00\x01", "."),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(SpreadsheetError, match=says):
        read_participants(data)


def read_in(cast: Cast, meeting: Meeting, name: str) -> Counted:
    with scope(cast.community):
        people = read_participants((LISTS / name).read_bytes())
        return note_listed(meeting, listed(people, cast.community), by=cast.ada)


@pytest.mark.django_db
def test_members_are_known_by_address_or_exact_name_and_others_are_guests(cast: Cast) -> None:
    meeting = going_on(cast)
    assert read_in(cast, meeting, "zoom.csv") == Counted(members=2, guests=1)
    assert there(cast, meeting) == {"fay", "sam", "(iPhone de Lupita)"}
    assert read_in(cast, meeting, "meet.csv") == Counted(members=1, guests=1, known=1)
    assert there(cast, meeting) == {"fay", "sam", "tess", "(iPhone de Lupita)", "(Abuela)"}


@pytest.mark.django_db
def test_the_same_list_again_counts_nobody_twice(cast: Cast) -> None:
    meeting = going_on(cast)
    read_in(cast, meeting, "zoom.csv")
    before = there(cast, meeting)
    assert read_in(cast, meeting, "zoom.csv") == Counted(known=3)
    assert there(cast, meeting) == before


@pytest.mark.django_db
def test_of_two_members_of_one_name_nobody_is_guessed(cast: Cast) -> None:
    meeting = going_on(cast)
    for member in (cast.tess, cast.pat):
        member.user.display_name = "Alex Kim"
        member.user.save()
    people = [Participant("Alex Kim", ""), Participant("Alex Kim", "pat@example.org")]
    with scope(cast.community):
        assert [one.member_id for one in listed(people, cast.community)] == [None, cast.pat.pk]
        note_listed(meeting, listed(people, cast.community), by=cast.ada)
    assert there(cast, meeting) == {"pat", "(Alex Kim)"}


@pytest.mark.django_db
def test_people_of_another_community_are_nobody_here(cast: Cast) -> None:
    with scope(cast.community):
        olga = Membership.objects.filter(user=cast.olga.user).first()
        found = listed([Participant("", cast.olga.user.email)], cast.community)
    assert olga is None
    assert found[0].member_id is None


@pytest.mark.django_db
def test_who_a_guest_was_is_remembered_when_the_list_comes_again(cast: Cast) -> None:
    meeting = going_on(cast)
    read_in(cast, meeting, "zoom.csv")
    with scope(cast.community):
        guest = Attendance.objects.select_related("meeting").get(member=None)
        identify(guest, cast.rosa, by=cast.ada)
    assert there(cast, meeting) == {"fay", "sam", "rosa"}
    assert read_in(cast, meeting, "zoom.csv") == Counted(known=3)
    assert there(cast, meeting) == {"fay", "sam", "rosa"}


@pytest.mark.django_db
def test_a_guest_who_turns_out_to_be_noted_already_counts_once(cast: Cast) -> None:
    meeting = going_on(cast)
    read_in(cast, meeting, "zoom.csv")
    with scope(cast.community):
        guest = Attendance.objects.select_related("meeting").get(member=None)
        identify(guest, cast.sam, by=cast.ada)
    assert there(cast, meeting) == {"fay", "sam"}
    assert read_in(cast, meeting, "zoom.csv") == Counted(known=3)


@pytest.mark.django_db
def test_the_page_says_what_came_of_a_list_and_what_is_wrong_with_another(cast: Cast) -> None:
    meeting = going_on(cast)
    host = browser_of(cast.ada)
    path = page_of(cast, meeting, "attendance/video/")
    refused = host.post(path, {"file": upload("colors.csv", b"Color\nred\n")})
    assert refused.status_code == 422
    assert "No column with names" in refused.text
    zoom = (LISTS / "zoom.csv").read_bytes()
    done = host.post(path, {"file": upload("zoom.csv", zoom)}, follow=True)
    assert "2 members were noted. 1 person is not known here" in done.text
    assert "iPhone de Lupita" in done.text
    again = host.post(path, {"file": upload("zoom.csv", zoom)}, follow=True)
    assert "3 were noted before." in again.text
    assert "0 members" not in again.text
    assert browser_of(cast.sam).post(path, {"file": upload("zoom.csv", zoom)}).status_code == 403
