"""Putting up the link to a recording, and taking it down."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.models import Meeting, Recording
from meetings.permissions import check_stands
from moderation.record import record


def check_recorded(meeting: Meeting) -> None:
    """Raise PermissionDenied with a sentence where there can be no recording (yet)."""
    check_stands(meeting)
    if not may_be_recorded(meeting):
        raise PermissionDenied(_("This meeting has not begun yet."))


def may_be_recorded(meeting: Meeting) -> bool:
    """Return whether people have met: nobody can have been recorded before."""
    return meeting.stands and meeting.starts_at <= timezone.now()


def put_up(meeting: Meeting, *, link: str, consent: str, by: Membership) -> Recording:
    """Show a recording to all who see the meeting; `consent` says who agreed, and how he was asked.

    Raises PermissionDenied with a sentence.
    """
    check_recorded(meeting)
    with transaction.atomic():
        made = Recording.objects.create(
            community_id=meeting.community_id, meeting=meeting, link=link, consent=consent, by=by
        )
        record(by, "recorded", meeting)
    return made


def take_down(recording: Recording, *, reason: str, by: Membership) -> None:
    """Show it no more; the record of acts keeps why. `recording` has its meeting."""
    with transaction.atomic():
        record(by, "recording_removed", recording.meeting, note=reason)
        recording.delete()


def recordings_of(meeting: Meeting) -> list[Recording]:
    """Return them in the order in which they were put up: one query."""
    found = Recording.objects.filter(meeting=meeting)
    return list(found.select_related("by__user").order_by("added_at", "pk"))
