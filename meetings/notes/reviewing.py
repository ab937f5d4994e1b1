"""A host reads the notes through, corrects them, and sends them to all."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from communities.models import Membership
from meetings.models import (
    ActionItem,
    ActionState,
    Decision,
    MeetingNotes,
    NotesSection,
    NotesState,
)
from meetings.notes.changes import notes_changed
from meetings.notes.promises import promise_item, promise_notes
from moderation.record import record


class ChangedMeanwhileError(Exception):
    """The notes say something else than what the host has read; nothing was sent."""


def begin_review(notes: MeetingNotes) -> None:
    """From now on only hosts change them, and nobody is a scribe; not of notes that were sent."""
    with transaction.atomic():
        open_ones = MeetingNotes.objects.filter(pk=notes.pk, state=NotesState.OPEN)
        sections = NotesSection.objects.filter(notes__in=open_ones).order_by("pk")
        held = list(sections.select_for_update(no_key=True, of=("self",)))
        there = NotesSection.objects.filter(pk__in=[one.pk for one in held])
        there.update(scribe=None, scribe_since=None, scribe_seen_at=None)
        open_ones.update(state=NotesState.REVIEW)


def end_review(notes: MeetingNotes) -> None:
    """Let all who are invited write again, unless they were sent."""
    in_review = MeetingNotes.objects.filter(pk=notes.pk, state=NotesState.REVIEW)
    in_review.update(state=NotesState.OPEN)


def seen_of(notes: MeetingNotes) -> str:
    """Return what stands for all that the notes say now: another one as soon as they say else."""
    sections = NotesSection.objects.filter(notes=notes).order_by("pk")
    decisions = Decision.objects.filter(section__notes=notes).order_by("pk")
    items = ActionItem.objects.filter(section__notes=notes).order_by("pk")
    said = [
        *sections.values_list("pk", "version"),
        *decisions.values_list("pk", "words"),
        *items.values_list("pk", "words", "owner", "due_on", "state"),
    ]
    return sha256(repr(said).encode()).hexdigest()[:32]


def send_notes(notes: MeetingNotes, *, by: Membership, seen: str) -> bool:
    """Have the notes sent to everybody, and tell who took something on; return False if they were sent.

    `seen` is what seen_of() gave for the page that the host read. Raises ChangedMeanwhileError.
    """
    with transaction.atomic():
        # Whoever saves holds a section, and looks at the state then.
        sections = NotesSection.objects.filter(notes=notes).order_by("pk")
        held_sections = list(sections.select_for_update(no_key=True))
        held = MeetingNotes.objects.select_for_update(no_key=True).get(pk=notes.pk)
        held.community, held.meeting = notes.community, notes.meeting
        if held.state == NotesState.SENT:
            return False
        if seen != seen_of(held):
            raise ChangedMeanwhileError
        held.state, held.reviewed_by, held.sent_at = NotesState.SENT, by, timezone.now()
        held.save(update_fields=["state", "reviewed_by", "sent_at"])
        record(by, "notes_sent", held)
        promise_notes(held)
        for item in ActionItem.objects.filter(section__notes=held, state=ActionState.OPEN):
            item.community = held.community
            promise_item(item)
        notes_changed(held, held_sections)
    return True
