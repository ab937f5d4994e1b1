"""What the page of a meeting says of who is there."""

from typing import Any

from communities.models import Membership
from meetings.attendance.door import is_open, opens_at
from meetings.attendance.forms import CodeForm
from meetings.models import Attendance, Meeting


def attendance_card(
    meeting: Meeting, member: Membership, now: Any, form: CodeForm | None = None
) -> dict[str, Any]:
    """Return what is shown: nothing before the door opens, nor of a cancelled meeting. One query."""
    if not meeting.stands or now < opens_at(meeting):
        return {}
    noted = list(Attendance.objects.filter(meeting=meeting).values_list("member_id", flat=True))
    return {
        "is_open": is_open(meeting, now),
        "people": len(noted),
        "is_here": member.pk in noted,
        "form": form or CodeForm(),
    }
