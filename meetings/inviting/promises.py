"""What is to be told of a meeting, written down in the transaction that makes it so.

Actions call these; the mails are written after by meetings.inviting.telling, from what is so then.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from communities.due_work import due, due_at_each
from meetings.feedback.promises import promise_questions
from meetings.models import Meeting, Rsvp, Series

# Due work. Ids are those of series, of meetings, of answers.
INVITE = "invite_to_series"
SERIES_MOVED = "tell_series_moved"
SERIES_CHANGED = "tell_series_changed"
SERIES_ENDED = "tell_series_ended"
SERIES_CANCELLED = "tell_series_cancelled"
MEETING_MOVED = "tell_meeting_moved"
MEETING_CHANGED = "tell_meeting_changed"
MEETING_CANCELLED = "tell_meeting_cancelled"
REMIND = "remind_of_meeting"
MOVED_UP = "tell_moved_up"
ANSWERED_FOR = "tell_answered_for"
CALLED_OFF = "tell_called_off"
# Of a membership.
NEWCOMER = "tell_newcomer_of_meetings"


def tell_planned(series: Series) -> None:
    """Have everybody invited whom its audience invites, and reminded; its meetings are there."""
    due(INVITE, series.pk, community=series.community)
    promise_reminders(series)


def tell_changed(what: Series | Meeting, *, moved: bool) -> None:
    """Have a change told of a series or of one of its meetings, whose `sequence` is higher now.

    `moved` is whether its time is another one: that is told also to those who declined. With it the
    reminders move. A second change before the first is told makes one mail.
    """
    if isinstance(what, Series):
        due(SERIES_MOVED if moved else SERIES_CHANGED, what.pk, community=what.community)
        promise_reminders(what)
        return
    due(MEETING_MOVED if moved else MEETING_CHANGED, what.pk, community=what.community)
    promise_reminders(what.series, [what])


def tell_ended(series: Series) -> None:
    """Have it told that a series ends earlier now, since another one continues it.

    Calendars still show the meetings that the other one has now.
    """
    due(SERIES_ENDED, series.pk, community=series.community)


def tell_cancelled(what: Series | Meeting) -> None:
    """Have it told that a series (`cancelled_at`) or one meeting (`state`) is cancelled or left out.

    Its `sequence` is higher than before, so that calendars take it out.
    """
    kind = SERIES_CANCELLED if isinstance(what, Series) else MEETING_CANCELLED
    due(kind, what.pk, community=what.community)


def tell_moved_up(rsvps: Iterable[Rsvp]) -> None:
    """Have those told who waited for a seat and have one now."""
    for rsvp in rsvps:
        due(MOVED_UP, rsvp.pk, community=rsvp.community)


def tell_answered_for(rsvp: Rsvp) -> None:
    """Have somebody told that another one of his site answered for him."""
    due(ANSWERED_FOR, rsvp.pk, community=rsvp.community)


def promise_reminders(series: Series, meetings: Iterable[Meeting] | None = None) -> None:
    """Promise a look at each meeting when its next reminder is due, and an hour after its end.

    Two statements and a query.
    """
    now = timezone.now()
    if meetings is None:
        meetings = Meeting.objects.filter(series=series).standing().coming(now)
    meetings = list(meetings)
    promise_questions(series, meetings)
    found = ((one.pk, next_reminder(series, one, after=now)) for one in meetings)
    wanted = {pk: at for pk, at in found if at is not None}
    if wanted:
        due_at_each(REMIND, wanted, community=series.community)


def next_reminder(series: Series, meeting: Meeting, *, after: datetime) -> datetime | None:
    """Return the instant of its next reminder, None if there is none any more."""
    moments = (meeting.starts_at - timedelta(minutes=minutes) for minutes in series.reminders)
    return min((at for at in moments if at > after), default=None)
