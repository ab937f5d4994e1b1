"""What is to be asked and told after a meeting, written down in the transaction that makes it so."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from communities.due_work import due, due_at_each
from meetings.models import Meeting, Series

# Due work; ids are those of meetings.
ASK_FEEDBACK = "ask_feedback"
TELL_HEARD = "tell_heard"
# After the end.
ASKED_AFTER = timedelta(hours=1)


def asked_at(meeting: Meeting) -> datetime:
    """Return when those who came are asked."""
    return meeting.ends_at + ASKED_AFTER


def promise_questions(series: Series, meetings: Iterable[Meeting]) -> None:
    """Promise a look at each of these an hour after its end; one statement."""
    wanted = {one.pk: asked_at(one) for one in meetings}
    if wanted:
        due_at_each(ASK_FEEDBACK, wanted, community=series.community)


def ask_newly_noted(meeting: Meeting) -> None:
    """Have those asked who were noted only after the others were asked."""
    due(ASK_FEEDBACK, meeting.pk, community=meeting.community, at=asked_at(meeting))


def tell_heard(meeting: Meeting) -> None:
    """Have it told to all who are invited what the host heard."""
    due(TELL_HEARD, meeting.pk, community=meeting.community)
