"""Choosing a time, or none."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.actions import Plan, plan_series
from meetings.finding.changing import WORDS
from meetings.finding.loading import lock_poll
from meetings.finding.permissions import NotAskedError, check_asked
from meetings.finding.promises import promise_closing
from meetings.models import OnDaysOff, Series, TimePoll, TimeReply, TimeSlot
from moderation.record import record

# A week and a day before: as a meeting that is planned has them unless its host says otherwise.
REMINDERS = (7 * 24 * 60, 24 * 60)


def make_meeting(poll: TimePoll, slot: TimeSlot, *, by: Membership) -> Series:
    """Make this time the meeting: everybody is invited as usual, whatever he ticked.

    Raises NotAskedError with a sentence.
    """
    with transaction.atomic():
        poll = lock_poll(poll)
        check_asked(poll)
        # Another one may have taken it away since.
        chosen = TimeSlot.objects.filter(pk=slot.pk, poll=poll).first()
        if chosen is None:
            raise NotAskedError(_("This time was taken away. Choose another one."))
        if chosen.starts_at <= timezone.now():
            raise NotAskedError(_("This time is past. Choose another one."))
        poll.series = plan_series(_plan(poll, chosen, by), by=by)
        _close(poll, by=by)
    return poll.series


def close_poll(poll: TimePoll, *, words: str, by: Membership) -> None:
    """Close it without a meeting, and have those told who answered. Raises NotAskedError."""
    with transaction.atomic():
        poll = lock_poll(poll)
        check_asked(poll)
        poll.close_note = words
        _close(poll, by=by)
        record(by, "closed", poll, note=words)
        if TimeReply.objects.filter(poll=poll).exists():
            promise_closing(poll)


def _close(poll: TimePoll, *, by: Membership) -> None:
    poll.closed_at, poll.closed_by = timezone.now(), by
    poll.save(update_fields=["closed_at", "closed_by", "close_note", "series"])


def _plan(poll: TimePoll, slot: TimeSlot, by: Membership) -> Plan:
    local = slot.starts_at.astimezone(poll.zone)
    alike = (*WORDS, "audience", "time_zone", "minutes")
    return Plan(
        **{name: getattr(poll, name) for name in alike},
        # Who asked may have left since.
        host=poll.host if poll.host.is_active else by,
        first_on=local.date(),
        begins=local.time(),
        # Whoever chose a day off was told that it is one.
        on_days_off=OnDaysOff.MEET,
        reminders=list(REMINDERS),
    )
