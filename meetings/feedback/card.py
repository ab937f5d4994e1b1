"""What the page of a meeting says of how it was."""

from typing import Any

from communities.models import Membership
from meetings.feedback.hearing import heard_before, heard_of
from meetings.feedback.saying import is_open
from meetings.models import Feedback, Meeting


def feedback_card(meeting: Meeting, member: Membership) -> dict[str, Any]:
    """Return what is shown: nothing of a cancelled meeting; one or two queries."""
    if not meeting.stands:
        return {}
    if not meeting.is_past():
        return {"heard_before": heard_before(meeting, member)}
    return {
        "heard": heard_of(meeting),
        "may_say": is_open(meeting),
        "has_said": Feedback.objects.filter(meeting=meeting, member=member).exists(),
    }
