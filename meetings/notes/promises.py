"""What is to be told of notes, written down in the transaction that makes it so."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from communities.due_work import due
from core.timezones import local_instant, zone_named
from meetings.models import ActionItem, MeetingNotes

# Due work. Ids are those of notes, and of action items.
SEND = "send_notes"
REMIND = "remind_of_item"
# On the clock of its owner.
HOUR = 9
# Days from the one until which it is to be done: the day before, then three times, a week apart.
STEPS = (-1, 1, 8, 15)


def promise_notes(notes: MeetingNotes) -> None:
    """Have the notes sent to everybody whom the meeting's audience invites."""
    due(SEND, notes.pk, community=notes.community)


def promise_item(item: ActionItem) -> None:
    """Have its owner told of it, and reminded."""
    due(REMIND, item.pk, community=item.community)


def step_at(item: ActionItem, day: date) -> datetime:
    """Return the instant of a reminder on that day, on the clock of its owner."""
    zone = item.owner.user.time_zone if item.owner else "UTC"
    return local_instant(day, HOUR, zone_named(zone))


def steps_of(item: ActionItem) -> list[date]:
    """Return the days on which its owner is reminded, in order."""
    return [item.due_on + timedelta(days=days) for days in STEPS]


def step_due(item: ActionItem, now: datetime | None = None) -> date | None:
    """Return the day of the reminder that is due and was not sent; of several, the last one."""
    now = now or timezone.now()
    passed = [day for day in steps_of(item) if step_at(item, day) <= now]
    if not passed or (item.reminded_on is not None and item.reminded_on >= passed[-1]):
        return None
    return passed[-1]


def next_step(item: ActionItem, now: datetime | None = None) -> datetime | None:
    """Return the instant of the next reminder; None after the last one."""
    now = now or timezone.now()
    return next((at for day in steps_of(item) if (at := step_at(item, day)) > now), None)
