"""What is to be told of a search for a time, written down in the transaction that makes it so."""

from datetime import timedelta

from communities.due_work import due
from core.timezones import local_instant
from meetings.models import TimePoll

# Due work; its ids are those of polls.
ASK = "ask_for_time"
MORE = "tell_more_times"
REMIND = "remind_of_times"
CHANGED = "tell_changed_times"
CLOSED = "tell_no_time"
CHOOSE = "ask_to_choose_time"

# On the clock of the poll: the day before the last one for answers, and the day after it.
REMINDER_HOUR = 8
# Who was asked later than this before it needs no reminder.
SOONEST = timedelta(hours=20)


def promise_asking(poll: TimePoll) -> None:
    """Have everybody asked now, reminded once who has not answered, and its host told to choose."""
    due(ASK, poll.pk, community=poll.community)
    day = poll.answer_by - timedelta(days=1)
    at = local_instant(day, REMINDER_HOUR, poll.zone)
    if at - poll.created_at >= SOONEST:
        due(REMIND, poll.pk, community=poll.community, at=at)
    after = local_instant(poll.answer_by + timedelta(days=1), REMINDER_HOUR, poll.zone)
    due(CHOOSE, poll.pk, community=poll.community, at=after)


def promise_more(poll: TimePoll) -> None:
    """Have those who answered told that there is another time."""
    due(MORE, poll.pk, community=poll.community)


def promise_change(poll: TimePoll) -> None:
    """Have those who answered told that it has another name, or is elsewhere."""
    due(CHANGED, poll.pk, community=poll.community)


def promise_closing(poll: TimePoll) -> None:
    """Have those who answered told that there is no meeting."""
    due(CLOSED, poll.pk, community=poll.community)
