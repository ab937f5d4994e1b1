"""Asking people which times suit them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from communities.models import Audience, Community, Membership
from meetings.finding.loading import lock_poll
from meetings.finding.permissions import NotAskedError, check_asked
from meetings.finding.promises import promise_asking, promise_more
from meetings.models import Format, TimePoll, TimeSlot
from meetings.models.time_poll import FEWEST_SLOTS, MOST_SLOTS
from meetings.recurrence.moments import moment
from moderation.record import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a host says of a meeting that has no time yet; `starts` on the clock of its zone."""

    title: str
    audience: Audience
    host: Membership
    language: str
    time_zone: str
    minutes: int
    answer_by: date
    about: str = ""
    format: str = Format.OPEN
    place_name: str = ""
    address: str = ""
    room: str = ""
    web_link: str = ""
    dial_in: str = ""
    dial_in_code: str = ""


def ask_for_time(question: Question, starts: Sequence[datetime], *, by: Membership) -> TimePoll:
    """Propose these times to everybody of the audience, in order; they are told."""
    with transaction.atomic():
        # One at a time takes a number: the community's row is the queue.
        Community.objects.select_for_update().get(pk=by.community_id)
        there = TimePoll.objects.filter(community=by.community_id)
        values: dict[str, Any] = {name: getattr(question, name) for name in question.__slots__}
        poll = TimePoll.objects.create(
            **values,
            community=by.community,
            number=(there.aggregate(last=Max("number"))["last"] or 0) + 1,
            last_number=len(starts),
        )
        TimeSlot.objects.bulk_create(
            TimeSlot(
                community_id=by.community_id,
                poll=poll,
                number=number,
                starts_at=moment(start, poll.zone),
            )
            for number, start in enumerate(sorted(starts), 1)
        )
        record(by, "asked", poll)
        promise_asking(poll)
    return poll


def add_slot(poll: TimePoll, start: datetime, *, by: Membership) -> TimeSlot:
    """Propose one more time, on the clock of the poll; who has answered is told of it.

    Raises NotAskedError with a sentence.
    """
    with transaction.atomic():
        poll = lock_poll(poll)
        check_asked(poll)
        at = moment(start, poll.zone)
        slots = TimeSlot.objects.filter(poll=poll)
        if slots.filter(starts_at=at).exists():
            raise NotAskedError(_("This time is among them already."))
        if slots.count() >= MOST_SLOTS:
            raise NotAskedError(
                _("There are %(count)s times already. Take one away first.") % {"count": MOST_SLOTS}
            )
        poll.last_number += 1
        poll.save(update_fields=["last_number"])
        slot = slots.create(
            community_id=poll.community_id, poll=poll, number=poll.last_number, starts_at=at
        )
        record(by, "slot_added", poll)
        promise_more(poll)
    return slot


def remove_slot(slot: TimeSlot, poll: TimePoll, *, by: Membership) -> None:
    """Take a time away, with what people said of it. Raises NotAskedError with a sentence."""
    with transaction.atomic():
        poll = lock_poll(poll)
        check_asked(poll)
        if TimeSlot.objects.filter(poll=poll).count() <= FEWEST_SLOTS:
            raise NotAskedError(
                _("Two times at least must be left. You can add another one first, or close it.")
            )
        TimeSlot.objects.filter(pk=slot.pk).delete()
        record(by, "slot_removed", poll)
