"""What becomes of each row of meetings when its person leaves, and when he is erased."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from accounts.models import User
from communities.grants import give
from communities.leaving import Words, leave_for_good
from communities.models import Membership
from communities.scope import scope
from core.files import check_upload
from meetings.actions import answer_series
from meetings.actions.calendar_keys import make_calendar_key
from meetings.agenda.promises import promise_taken
from meetings.files.keeping import keep_series_file
from meetings.finding.deciding import close_poll, make_meeting
from meetings.models import (
    ActionState,
    AgendaItem,
    AgendaVote,
    Answer,
    Attendance,
    Feedback,
    Heard,
    ItemKind,
    ItemState,
    Meeting,
    MeetingNotes,
    Noted,
    Recording,
    SeriesUserObjectPermission,
    Way,
)
from meetings.notes.beginning import add_section, begin_notes
from meetings.notes.outcomes import decide, settle_item, take_on
from meetings.querysets import HOST
from meetings.schedule.cancelling import cancel_meeting, cancel_rest
from meetings.schedule.leftover import call_off
from tests.cast import Cast
from tests.made_files import PDF, upload
from tests.meetings.notes_scenes import writes
from tests.meetings.poll_scenes import asked, ticks
from tests.meetings.scenes import meetings_of, planned, says

pytestmark = pytest.mark.django_db
STAYS, GONE = "stays", "gone"
# Of each column that names a person: what becomes of its row when he leaves, and when he is erased.
FATES = {
    # Who hosted it is known; facilitators look after it.
    "Series.host": (STAYS, STAYS),
    "Series.by": (STAYS, STAYS),
    "SeriesUserObjectPermission.granted_by": (STAYS, STAYS),
    "SeriesUserObjectPermission.user": (GONE, GONE),
    # Of meetings to come: he is expected nowhere. Of those that were, it stays.
    "Rsvp.member": (GONE, GONE),
    "Rsvp.by": (STAYS, STAYS),
    "StandingAnswer.member": (GONE, GONE),
    "CalendarKey.member": (GONE, GONE),
    # What he proposed is asked all the same; erased, it keeps a place on the agenda without words.
    "AgendaItem.by": (STAYS, STAYS),
    "AgendaItem.presenter": (GONE, GONE),
    "AgendaVote.member": (GONE, GONE),
    # Notes are of all who met: what he alone wrote is emptied, and his earlier texts go.
    "MeetingNotes.reviewed_by": (STAYS, STAYS),
    "NotesSection.begun_by": (STAYS, STAYS),
    "NotesSection.by": (STAYS, STAYS),
    "NotesSection.scribe": (GONE, GONE),
    "NotesVersion.by": (STAYS, GONE),
    "SetAside.by": (STAYS, GONE),
    "Decision.by": (STAYS, GONE),
    "ActionItem.by": (STAYS, GONE),
    # Somebody else has to take it on.
    "ActionItem.owner": (GONE, GONE),
    "ActionItem.settled_by": (STAYS, STAYS),
    # That he was there stays, as what he said of it does: as a number, without his words.
    "Attendance.member": (STAYS, STAYS),
    "Attendance.by": (STAYS, STAYS),
    "Feedback.member": (STAYS, STAYS),
    "Heard.by": (STAYS, GONE),
    "Recording.by": (STAYS, GONE),
    # Facilitators go on with it.
    "TimePoll.host": (STAYS, STAYS),
    "TimePoll.closed_by": (STAYS, STAYS),
    "TimeReply.member": (GONE, GONE),
    # What he was to be told.
    "AgendaNews.member": (GONE, GONE),
    "CalledOff.member": (GONE, GONE),
    # What he put beside a series.
    "SeriesFile.added_by": (STAYS, GONE),
}
# What he wrote, everywhere.
WORD = "zebra"


def references() -> Iterator[str]:
    for model in apps.get_app_config("meetings").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model in (Membership, User):
                yield f"{model.__name__}.{field.name}"


def rows_of(member: Membership, name: str) -> int:
    model_name, field = name.split(".")
    model = apps.get_model("meetings", model_name)
    key = member.user_id if model._meta.get_field(field).related_model is User else member.pk
    return int(model._default_manager.filter(**{field: key}).count())


def texts() -> str:
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("meetings").get_models():
            cursor.execute(f"SELECT t::text FROM {model._meta.db_table} AS t")
            found += [f"{model.__name__}: {row[0]}" for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.fixture
def everywhere(cast: Cast) -> Cast:
    """Let tess have done everything that can be done with meetings, with her word in it."""
    tess = cast.tess
    with scope(cast.community):
        series = planned(cast, by=tess, host=tess, about=WORD)
        first, second, *_rest = meetings_of(series)
        says(tess, first, words=WORD)
        says(cast.sam, second)
        second.answers.update(by=tess, words=WORD)
        answer_series(planned(cast), tess, Answer.YES, way=Way.PAGE)
        make_calendar_key(tess)
        call_off(series, {tess.pk: [first]})
        keep_series_file(series, check_upload(upload(f"{WORD}.pdf", PDF)), by=tess)
        cancel_meeting(meetings_of(planned(cast))[0], by=tess, words=WORD)
        cancel_rest(meetings_of(planned(cast))[0], by=tess, words=WORD)
        proposed, taken = (
            AgendaItem.objects.create(
                community=cast.community,
                meeting=second,
                number=number,
                kind=ItemKind.QUESTION,
                title=WORD,
                about=WORD,
                by=tess,
                presenter=tess,
                **place,
            )
            for number, place in enumerate(({}, {"position": 1, "state": ItemState.TAKEN}), 1)
        )
        promise_taken(taken, by=cast.fay)
        AgendaVote.objects.create(community=cast.community, item=taken, member=tess)
        AgendaVote.objects.create(community=cast.community, item=proposed, member=cast.sam)
        takes_notes(cast, first)
        ticks(tess, asked(cast), 1, words=WORD)
        close_poll(asked(cast, host=tess, about=WORD), words=WORD, by=tess)
        chosen = asked(cast, host=tess, about=WORD)
        make_meeting(chosen, chosen.slots.earliest("number"), by=cast.fay)
        for member in (tess, cast.sam):
            give(SeriesUserObjectPermission, HOST, member, series, by=tess)
        at_the_meeting(first, tess)
    return cast


def takes_notes(cast: Cast, meeting: Meeting) -> None:
    """Let tess alone have written the notes, with what she and sam took on."""
    tess, day = cast.tess, timezone.localdate()
    meeting.community = meeting.series.community = cast.community
    begin_notes(meeting)
    notes = MeetingNotes.objects.get()
    notes.meeting, notes.community = meeting, cast.community
    section = add_section(notes, WORD, by=tess)
    section.notes, section.community = notes, cast.community
    writes(tess, section, WORD, base=0)
    writes(tess, section, f"{WORD} elsewhere", base=0)
    decide(section, WORD, by=tess)
    take_on(section, WORD, owner=tess, due_on=day, by=tess)
    mine = take_on(section, "Ask.", owner=tess, due_on=day, by=cast.sam)
    settle_item(mine, ActionState.OPEN, by=tess, said=WORD)
    done = take_on(section, "Tell.", owner=cast.sam, due_on=day, by=cast.sam)
    settle_item(done, ActionState.DONE, by=tess)
    MeetingNotes.objects.update(reviewed_by=tess)


def at_the_meeting(meeting: Meeting, tess: Membership) -> None:
    """Let tess have been there, said something of it, and done what its host does after it."""
    of = {"community_id": meeting.community_id, "meeting": meeting}
    Attendance.objects.create(**of, member=tess, way=Noted.LIST, by=tess)
    Feedback.objects.create(**of, member=tess, worth="yes", words=WORD, is_named=True)
    Heard.objects.create(**of, words=WORD, by=tess)
    Recording.objects.create(**of, link="https://video.example/1", consent=WORD, by=tess)


def test_each_column_that_names_a_person_has_its_fate() -> None:
    assert set(references()) == set(FATES)


@pytest.mark.parametrize("words", [Words.NAMED, Words.NAMELESS, Words.ERASED])
def test_rows_become_what_is_said_of_them(everywhere: Cast, words: Words) -> None:
    tess = everywhere.tess
    with scope(everywhere.community):
        assert {name: rows_of(tess, name) > 0 for name in FATES} == dict.fromkeys(FATES, True)
    leave_for_good(tess, words)
    with scope(everywhere.community):
        kept = {name: STAYS if rows_of(tess, name) else GONE for name in FATES}
    assert kept == {name: fates[words is Words.ERASED] for name, fates in FATES.items()}


def test_who_is_erased_leaves_no_word(everywhere: Cast) -> None:
    with scope(everywhere.community):
        # Of the rest of a series that is cancelled, four meetings and the series say why; two items
        # of an agenda have two words each; three rows are of what comes after a meeting, five of
        # searches for a time, one is a file's name, eight are of notes.
        assert texts().count(WORD) == 3 + 1 + 5 + 4 + 3 + 5 + 1 + 8
    leave_for_good(everywhere.tess, Words.ERASED)
    with scope(everywhere.community):
        assert WORD not in texts()
