"""Notes that tests write."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from communities.models import Membership
from meetings.models import Meeting, NotesSection
from meetings.notes.beginning import begin_notes
from meetings.notes.scribing import Saved, save_section
from tests.cast import Cast
from tests.meetings.scenes import meetings_of, planned


def met(cast: Cast, **changes: Any) -> Meeting:
    """Return a meeting that began an hour ago, the first of four; inside the scope."""
    meeting = meetings_of(planned(cast, **changes))[0]
    begins = timezone.now() - timedelta(hours=1)
    meeting.starts_at, meeting.ends_at = begins, begins + timedelta(minutes=90)
    meeting.save()
    meeting.community = meeting.series.community = cast.community
    return meeting


def section_of(cast: Cast, meeting: Meeting | None = None) -> NotesSection:
    """Return the section "General" of a meeting's notes, begun if they are not; inside the scope."""
    meeting = meeting or met(cast)
    notes = begin_notes(meeting)
    section = NotesSection.objects.select_related("item").get(notes=notes, title="General")
    section.notes, section.community = notes, cast.community
    return section


def writes(
    by: Membership, section: NotesSection, text: str, *, base: int, page: UUID | None = None
) -> Saved:
    """Let a member's page save this."""
    return save_section(section, text, by=by, base=base, page_key=page or uuid4())


def as_section_form(section: NotesSection, text: str, **fields: Any) -> dict[str, Any]:
    """Return what a browser without JavaScript sends that opened the section as it is."""
    return {"text": text, "base": section.version, "page_key": str(uuid4()), **fields}
