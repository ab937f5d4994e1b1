"""Saying which times suit one: one rule, whichever way the answer comes."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.finding.loading import lock_poll
from meetings.finding.permissions import NotAskedError, check_asked
from meetings.models import TimePoll, TimeReply, TimeSlot, TimeTick, Way


def check_times_to_come(poll: TimePoll) -> None:
    """Raise NotAskedError with a sentence where nothing is left to choose from."""
    check_asked(poll)
    if not open_slots(poll):
        raise NotAskedError(_("All of these times are past."))


def open_slots(poll: TimePoll) -> list[TimeSlot]:
    """Return the times that have not begun, in order of time: one query."""
    there = TimeSlot.objects.filter(poll=poll, starts_at__gt=timezone.now())
    return list(there.order_by("starts_at", "pk"))


def answer_poll(
    poll: TimePoll, member: Membership, numbers: Collection[int], *, words: str = "", way: Way
) -> TimeReply:
    """Keep which times suit the member, by their numbers; none of them: that none does.

    It takes the place of what he said before; of times that have begun, that stays. Raises
    NotAskedError with a sentence.
    """
    with transaction.atomic():
        poll = lock_poll(poll)
        check_times_to_come(poll)
        slots = open_slots(poll)
        reply, _made = TimeReply.objects.update_or_create(
            poll=poll,
            member=member,
            defaults={
                "community_id": poll.community_id,
                "words": words,
                "way": way,
                "answered_at": timezone.now(),
            },
        )
        TimeTick.objects.filter(reply=reply, slot__in=slots).delete()
        TimeTick.objects.bulk_create(
            TimeTick(community_id=poll.community_id, reply=reply, slot=slot)
            for slot in slots
            if slot.number in numbers
        )
    return reply


def ticked_by(member: Membership, poll: TimePoll) -> tuple[TimeReply | None, set[int]]:
    """Return what the member answered, and the numbers of the times that suit him: two queries."""
    reply = TimeReply.objects.filter(poll=poll, member=member).first()
    if reply is None:
        return None, set()
    return reply, set(TimeTick.objects.filter(reply=reply).values_list("slot__number", flat=True))
