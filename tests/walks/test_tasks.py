"""Every task and every kind of due work, run without a scope, raises or is on the list."""

from io import BytesIO

import pytest
from celery import current_app
from django.db import DatabaseError, transaction
from django.utils import timezone

from communities.due_work import Kind, registered_kinds
from communities.models import Community
from communities.scope import scope
from core.files import check_upload
from forums.actions import begin_consult, commit_to, keep_file, open_topic
from forums.actions.proposals import propose_forum
from forums.models import Form, Post
from forums.telling import POST
from knowledge.commenting import comment_on
from knowledge.exchange.exports import ask_export
from knowledge.exchange.imports import look_at
from knowledge.files.attaching import keep_file as keep_library_file
from knowledge.kinds import Reach
from knowledge.models import CommonsCopy, Consent, QuotedPerson, WiderConsent
from mailroom.models import Door, InboundMessage, MailedPart
from meetings.agenda import promises as agenda
from meetings.feedback.promises import ASK_FEEDBACK, TELL_HEARD
from meetings.finding import promises as finding
from meetings.inviting.promises import (
    ANSWERED_FOR,
    CALLED_OFF,
    INVITE,
    MEETING_CANCELLED,
    MEETING_CHANGED,
    MEETING_MOVED,
    MOVED_UP,
    NEWCOMER,
    REMIND,
    SERIES_CANCELLED,
    SERIES_CHANGED,
    SERIES_ENDED,
    SERIES_MOVED,
)
from meetings.models import CalledOff, MeetingNotes, NotesState
from meetings.notes.outcomes import take_on
from search.models import Entry
from site_updates.models import UpdatePlan
from tests.cast import Cast
from tests.knowledge.adaptation_scenes import uses
from tests.knowledge.scenes import asked_for, in_review, let_out, published, quoting
from tests.made_files import PDF, upload
from tests.meetings.notes_scenes import section_of
from tests.meetings.poll_scenes import asked
from tests.meetings.scenes import meetings_of, planned, says
from tests.walks.allow_lists import UNSCOPED_TASKS, UNSCOPED_WORK
from tests.walks.recipe import make_doorstep
from tests.walks.recipes import BROUGHT, make_prompt

WHERE = "Open a scope in it, or add it with its reason to tests/walks/allow_lists.py."


def our_tasks() -> list[str]:
    current_app.loader.import_default_modules()
    return sorted(name for name in current_app.tasks if not name.startswith("celery."))


def refuses_without_a_scope(work: object, *arguments: int) -> bool:
    assert callable(work)
    try:
        with transaction.atomic():
            work(*arguments)
    except DatabaseError as error:
        return "no community scope is active" in str(error)
    except Exception:  # noqa: BLE001
        return False
    return False


@pytest.fixture
def full(cast: Cast) -> Cast:
    """Return the cast with rows to be found: the policy is not asked about an empty table."""
    with scope(cast.community):
        open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Who pays?")
    return cast


def test_every_task_needs_a_scope_or_is_on_the_list(full: Cast) -> None:
    tasks = our_tasks()
    assert "communities.tasks.do_due_work" in tasks
    for name in set(tasks) - UNSCOPED_TASKS.keys():
        work = current_app.tasks[name]
        assert refuses_without_a_scope(work, full.community.pk), f"{name} needs no scope. {WHERE}"


def commitment_of(full: Cast) -> int:
    """Return the id of a peer consult that has come to its commitment."""
    topic = open_topic(
        full.superintendents, by=full.sam, title="Late", body="Buses.", form=Form.CONSULT
    )
    consult = begin_consult(topic, days=3)
    commit_to(consult, body="I will ask the drivers.")
    return consult.pk


OF_ADAPTATIONS = ("ask_for_outcome", "tell_of_adaptation", "tell_of_outcome")


def of_meetings(full: Cast) -> dict[str, int]:
    """Return for each kind of mail about meetings what it is about."""
    series = planned(full)
    meeting = meetings_of(series)[0]
    rsvp = says(full.sam, meeting)
    section = section_of(full)
    day = timezone.localdate()
    item = take_on(section, "Ask.", owner=full.sam, due_on=day, by=full.sam)
    # Of others the state alone says that there is nothing to do, which may be asked before the wall.
    MeetingNotes.objects.update(state=NotesState.SENT)
    return {
        "send_notes": section.notes_id,
        "remind_of_item": item.pk,
        **dict.fromkeys(
            (INVITE, SERIES_MOVED, SERIES_CHANGED, SERIES_ENDED, SERIES_CANCELLED),
            series.pk,
        ),
        **dict.fromkeys((MEETING_MOVED, MEETING_CHANGED, MEETING_CANCELLED, REMIND), meeting.pk),
        **dict.fromkeys((ASK_FEEDBACK, TELL_HEARD, agenda.TELL), meeting.pk),
        **dict.fromkeys((MOVED_UP, ANSWERED_FOR), rsvp.pk),
        **dict.fromkeys(
            (
                finding.ASK,
                finding.MORE,
                finding.REMIND,
                finding.CHANGED,
                finding.CLOSED,
                finding.CHOOSE,
            ),
            asked(full).pk,
        ),
        NEWCOMER: full.sam.pk,
        CALLED_OFF: CalledOff.objects.create(
            community=full.community, series=series, member=full.sam
        ).pk,
    }


def mailed_part_of(full: Cast) -> int:
    """Return the id of something that was said by mail."""
    message = InboundMessage.objects.create(door=Door.COMMAND, recipient="a@b.example", size=1)
    part = MailedPart.objects.create(
        community=full.community,
        member=full.sam,
        message=message,
        kind=POST,
        object_id=Post.objects.values_list("pk", flat=True)[0],
        act="thanks",
        due_at=message.received_at,
    )
    return part.pk


def copied_from_here(full: Cast) -> int:
    """Return the id of what says that Lakes copied something, which stands in a global table."""
    entry = let_out(full, published(full, full.sam, licence="cc-by"))
    copy = CommonsCopy.objects.create(
        entry=entry, number=0, version=1, community=full.other, resource_id=entry.resource_id
    )
    return copy.pk


def our_kinds() -> dict[str, Kind]:
    """Return the product's kinds: other tests of this process may have registered their own."""
    return {
        name: kind for name, kind in registered_kinds().items() if not name.startswith("tests.")
    }


def awaited(person: QuotedPerson) -> WiderConsent:
    """Return the question whether his words may be read elsewhere."""
    values = {"reach": Reach.PLATFORM, "silence": Consent.DECLINED, "until": timezone.now()}
    return WiderConsent.objects.create(community_id=person.community_id, person=person, **values)


def test_every_scoped_kind_of_work_needs_its_scope(full: Cast) -> None:
    kinds = our_kinds()
    # Rows that are there: an index that finds none does not ask the policy.
    with scope(full.community):
        door = make_doorstep(full)
        prompt = make_prompt(full)
        comment = comment_on(in_review(full, full.sam), by=full.fay, body="?", anchor="", quote="")
        quoting(full, {post.pk: post.body for post in Post.objects.filter(number=1)[:1]})
        person = QuotedPerson.objects.get()
        QuotedPerson.objects.update(consent=Consent.WAITING, asked_at=timezone.now())
        copied = copied_from_here(full)
        objects = {
            "ask_quoted": person.resource_id,
            "check_sources": person.resource_id,
            "tell_of_lost_words": person.resource_id,
            "settle_silence": person.pk,
            "tell_of_consent": person.pk,
            "tell_of_words_taken_off": person.resource_id,
            "go_on_with_release": person.resource_id,
            "settle_wider_silence": awaited(person).pk,
            "note_new_post": Post.objects.values_list("pk", flat=True)[0],
            "tell_post": Post.objects.values_list("pk", flat=True)[0],
            "tell_of_proposal": propose_forum(
                by=full.sam, name="Drivers", for_whom="Who drives", why="Nobody asks them."
            ).pk,
            "write_notices": full.sam.pk,
            "tell_mail_stopped": full.sam.pk,
            "learn_words": Entry.objects.values_list("pk", flat=True)[0],
            "return_commitment": commitment_of(full),
            "forget_upload": keep_file(check_upload(upload("a.pdf", PDF)), by=full.sam).pk,
            "forget_library_file": keep_library_file(
                check_upload(upload("b.pdf", PDF)), by=full.sam
            ).pk,
            "forget_library_import": look_at(BytesIO(BROUGHT), "a.csv", by=full.fay).pk,
            "forget_library_export": ask_export(by=full.fay).pk,
            "publish_part": mailed_part_of(full),
            "send_invitation": door.invitation.pk,
            "tell_of_request": door.request.pk,
            "ask_sites": UpdatePlan.objects.get().pk,
            "remind_sites": prompt.round_id,
            "tell_of_copy": copied,
            "tell_of_newer": copied,
            **of_meetings(full),
            **dict.fromkeys(OF_ADAPTATIONS, uses(published(full, full.sam), full.tess).pk),
            **dict.fromkeys(
                ("tell_of_release", "ask_quoted_wider"),
                asked_for(full, published(full, full.sam, licence="cc-by"), by=full.sam).pk,
            ),
            "tell_comment": comment.pk,
            "tell_of_review": comment.resource_id,
            "tell_of_due_resource": published(full, full.sam).pk,
        }
    for kind in kinds.values():
        if kind.scoped:
            assert kind.name in objects, f"{kind.name}: say in `objects` what its id names."
            assert refuses_without_a_scope(kind.handler, objects[kind.name]), (
                f"{kind.name} ran without a scope."
            )


def test_work_without_a_scope_is_on_the_list() -> None:
    loose = {kind.name for kind in our_kinds().values() if not kind.scoped}
    assert loose - UNSCOPED_WORK.keys() == set(), f"{WHERE}"


# The first import of the tasks in a process looks at the database.
@pytest.mark.django_db
def test_the_lists_name_nothing_that_is_gone() -> None:
    assert UNSCOPED_TASKS.keys() - set(our_tasks()) == set()
    assert UNSCOPED_WORK.keys() - our_kinds().keys() == set()


def test_the_walk_finds_a_task_that_needs_no_scope(full: Cast) -> None:
    assert not refuses_without_a_scope(Community.objects.count)
    assert not refuses_without_a_scope(lambda: 1 / 0)
