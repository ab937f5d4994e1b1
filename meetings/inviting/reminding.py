"""Reminders at the times that the host chose; each is looked at when it is due, and where it is then."""

from datetime import datetime, timedelta

from django.utils import timezone

from communities.due_work import put_off
from meetings.inviting.mails import Message
from meetings.inviting.people import answers_to_meeting, invited, without_those_who_decline
from meetings.inviting.promises import REMIND, next_reminder
from meetings.inviting.sentences import reminder_words
from meetings.inviting.telling import mail_batch, meeting_to_come
from meetings.models import Meeting

KIND = "meeting_reminder"


def remind_of_meeting(meeting_id: int) -> None:
    """Remind everybody who did not decline, if one is due; promise the next one.

    Of several that are due, as after a night without a worker, the last one is sent alone.
    """
    meeting = meeting_to_come(meeting_id)
    now = timezone.now()
    if meeting is None or not meeting.stands or meeting.starts_at <= now:
        return
    minutes = _due_now(meeting, now)
    if minutes is not None and _remind(meeting, minutes):
        put_off(REMIND, meeting.pk, community=meeting.community, until=now)
    elif at := next_reminder(meeting.series, meeting, after=now):
        put_off(REMIND, meeting.pk, community=meeting.community, until=at)


def _due_now(meeting: Meeting, now: datetime) -> int | None:
    """Return the minutes before of the reminder that is due.

    What was due before the meeting was planned, or had the time it has, the news of that has told.
    """
    known = max(meeting.series.created_at, meeting.changed_at)
    passed = (
        minutes
        for minutes in meeting.series.reminders
        if known < meeting.starts_at - timedelta(minutes=minutes) <= now
    )
    return min(passed, default=None)


def _remind(meeting: Meeting, minutes: int) -> bool:
    """Queue the next batch; return whether there are more people."""
    answers = answers_to_meeting(meeting)
    message = Message(
        kind=KIND,
        # Moved after it was sent, it is another reminder.
        key=f"{meeting.series.uid}/{meeting.slot}/{minutes}/{int(meeting.starts_at.timestamp())}",
        series=meeting.series,
        meeting=meeting,
        shortly=True,
        needed_by=meeting.starts_at,
        answers=answers,
    )
    people = without_those_who_decline(invited(meeting.series), answers)
    return mail_batch(people, message, reminder_words(meeting))
