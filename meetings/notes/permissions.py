"""Who may write notes, read them through, and settle what somebody took on; and why not."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.permissions import check_may_write
from meetings.models import ActionItem, Meeting, MeetingNotes, NotesState, State
from meetings.permissions import may_host

# So long before a meeting its notes can be begun.
BEFORE = timedelta(days=1)


def may_begin_notes(member: Membership, meeting: Meeting) -> bool:
    """Return whether the member may begin the notes of a meeting that he sees."""
    if member.is_paused or meeting.state in (State.CANCELLED, State.SKIPPED):
        return False
    return meeting.starts_at <= timezone.now() + BEFORE or may_host(member, meeting.series)


def check_begin_notes(member: Membership, meeting: Meeting) -> None:
    """Raise PermissionDenied unless the member may begin the notes of a meeting that he sees."""
    check_may_write(member)
    if meeting.state in (State.CANCELLED, State.SKIPPED):
        raise PermissionDenied(_("This meeting was cancelled: there is nothing to write down."))
    if not may_begin_notes(member, meeting):
        raise PermissionDenied(_("Notes can be begun from the day before the meeting on."))


def may_write_notes(member: Membership, notes: MeetingNotes) -> bool:
    """Return whether the member may write in them: all who see the meeting, until they are read through."""
    if member.is_paused:
        return False
    return notes.state == NotesState.OPEN or may_host(member, notes.meeting.series)


def check_write_notes(member: Membership, notes: MeetingNotes) -> None:
    """Raise PermissionDenied unless the member may write in them."""
    check_may_write(member)
    if not may_write_notes(member, notes):
        raise PermissionDenied(closed_words(notes))


def closed_words(notes: MeetingNotes) -> str:
    """Return why only hosts may write in them now."""
    if notes.state == NotesState.SENT:
        return _("The notes were sent to everybody. Ask a host if something should be corrected.")
    return _("A host reads the notes through just now. Only hosts change them until they are sent.")


def check_review(member: Membership, meeting: Meeting) -> None:
    """Raise PermissionDenied unless the member may read them through, and send them."""
    check_may_write(member)
    if not may_host(member, meeting.series):
        raise PermissionDenied(_("Only hosts of the meeting and facilitators may send its notes."))


def may_settle(member: Membership, item: ActionItem) -> bool:
    """Return whether the member may say that it is done: its owner, and hosts."""
    if item.owner_id == member.pk:
        return True
    return not member.is_paused and may_host(member, item.meeting.series)


def check_settle(member: Membership, item: ActionItem) -> None:
    """Raise PermissionDenied unless the member may say that it is done, or open again."""
    if not may_settle(member, item):
        raise PermissionDenied(
            _("Only who took it on, hosts of the meeting and facilitators may say so.")
        )
