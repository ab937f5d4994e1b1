"""Beginning notes: a section for each item of the agenda, and one for all else."""

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.models import AgendaItem, ItemState, Meeting, MeetingNotes, NotesSection
from meetings.schedule.locking import lock_meeting

MOST_SECTIONS = 40


class TooManySectionsError(Exception):
    """There are as many sections as fit."""


def begin_notes(meeting: Meeting) -> MeetingNotes:
    """Return the notes of a meeting, made now if nobody has begun them."""
    with transaction.atomic():
        lock_meeting(meeting)
        known = notes_of(meeting)
        if known is not None:
            return known
        notes = MeetingNotes.objects.create(community_id=meeting.community_id, meeting=meeting)
        notes.meeting, notes.community = meeting, meeting.community
        for item in items_without_section(notes):
            _add(notes, item=item)
        with translation.override(meeting.series.language):
            _add(notes, _("General"))
    return notes


def add_section(notes: MeetingNotes, title: str, *, by: Membership) -> NotesSection:
    """Add a section at the end. Raises TooManySectionsError."""
    with transaction.atomic():
        MeetingNotes.objects.select_for_update(no_key=True).get(pk=notes.pk)
        return _add(notes, title, by=by)


def add_from_agenda(notes: MeetingNotes) -> int:
    """Add a section for each item that came onto the agenda since; return how many.

    Raises TooManySectionsError; then none is added.
    """
    with transaction.atomic():
        MeetingNotes.objects.select_for_update(no_key=True).get(pk=notes.pk)
        items = items_without_section(notes)
        for item in items:
            _add(notes, item=item)
    return len(items)


def items_without_section(notes: MeetingNotes) -> list[AgendaItem]:
    """Return what is on the agenda and has no section yet, in its order."""
    there = AgendaItem.objects.filter(meeting=notes.meeting_id, state=ItemState.TAKEN)
    known = NotesSection.objects.filter(notes=notes, item__isnull=False).values("item")
    return list(there.exclude(pk__in=known).order_by("position", "number"))


def notes_of(meeting: Meeting) -> MeetingNotes | None:
    """Return the notes of a meeting if somebody began them; one query."""
    notes = MeetingNotes.objects.filter(meeting=meeting).select_related("reviewed_by__user").first()
    if notes is not None:
        notes.meeting, notes.community = meeting, meeting.community
    return notes


def _add(
    notes: MeetingNotes,
    title: str = "",
    *,
    item: AgendaItem | None = None,
    by: Membership | None = None,
) -> NotesSection:
    there = NotesSection.objects.filter(notes=notes)
    last = there.aggregate(number=Max("number"), position=Max("position"))
    if (last["number"] or 0) >= MOST_SECTIONS:
        raise TooManySectionsError
    return NotesSection.objects.create(
        community_id=notes.community_id,
        notes=notes,
        number=(last["number"] or 0) + 1,
        position=(last["position"] or 0) + 1,
        item=item,
        title=title,
        begun_by=by,
    )
