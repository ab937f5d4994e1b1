"""What people said of the times, the best first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from communities.models import Membership
from meetings.coverage import Coverage, reach_of
from meetings.finding.answering import ticked_by
from meetings.finding.days_off import slots_off
from meetings.models import TimePoll, TimeReply, TimeSlot, TimeTick
from meetings.rows import time_elsewhere, time_span

# As many missing sites and roles are named; more would say nothing.
FEW = 4


@dataclass(frozen=True, slots=True)
class Time:
    """A time as its reader sees it."""

    number: int
    starts_at: datetime
    day: str
    """ "Tuesday, December 8, 2026" on the reader's clock. """
    hours: str
    elsewhere: str
    """When it begins on the clock of the poll; empty where both clocks show the same."""
    is_past: bool
    is_mine: bool
    is_new: bool
    """It was added after the reader answered."""
    off: str
    """What the day off is called on which it falls; empty where it falls on none."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a time stands: who can come, and whom they bring together."""

    time: Time
    people: int
    coverage: Coverage
    is_best: bool
    names: tuple[str, ...] = ()

    @property
    def covered(self) -> str:
        """Return whom they bring together; who is missing is named only where few are."""
        few = len(self.coverage.missing) <= FEW
        return self.coverage.sentence if few else self.coverage.counted

    @property
    def rank(self) -> tuple[int, int, int]:
        """More sites count first, then more roles, then more people."""
        return self.coverage.sites, self.coverage.roles, self.people


@dataclass(frozen=True, slots=True)
class Answers:
    """All that was said: `results` are the best first, `unsuited` those whom no time suits."""

    results: list[Result]
    people: int
    unsuited: int
    words: list[tuple[str, str]]


def times_of(poll: TimePoll, reader: Membership) -> list[Time]:
    """Return the times in their order: four queries."""
    reply, mine = ticked_by(reader, poll)
    slots = list(TimeSlot.objects.filter(poll=poll).order_by("starts_at", "pk"))
    off = slots_off(poll, slots)
    return [_time(poll, slot, mine, reply, off.get(slot.number, "")) for slot in slots]


def answers_of(poll: TimePoll, times: Collection[Time], *, with_names: bool) -> Answers:
    """Return how these times stand; names and words are for who decides. At most eight queries."""
    reach = reach_of(poll.community, poll.audience_id)
    replies = list(
        TimeReply.objects.filter(poll=poll, member__status="active")
        .select_related("member__user")
        .order_by("answered_at", "pk")
    )
    by_id = {reply.pk: reply for reply in replies}
    ticked: dict[int, list[TimeReply]] = {time.number: [] for time in times}
    ticks = TimeTick.objects.filter(reply__in=by_id).order_by("reply__answered_at", "pk")
    for number, reply_id in ticks.values_list("slot__number", "reply_id"):
        ticked.get(number, []).append(by_id[reply_id])
    found = [
        Result(
            time=time,
            people=len(ticked[time.number]),
            coverage=reach.coverage([reply.member_id for reply in ticked[time.number]]),
            is_best=False,
            names=tuple(reply.member.name for reply in ticked[time.number]) if with_names else (),
        )
        for time in times
    ]
    suited = {reply.pk for said in ticked.values() for reply in said}
    return Answers(
        results=_ranked(found),
        people=len(replies),
        unsuited=len(by_id.keys() - suited),
        words=[(one.member.name, one.words) for one in replies if one.words and with_names],
    )


def _ranked(results: Collection[Result]) -> list[Result]:
    """Put the best first, and mark it; of what is past, nothing is the best."""
    ordered = sorted(
        results,
        key=lambda one: (one.time.is_past, *(-number for number in one.rank), one.time.starts_at),
    )
    best = max((one.rank for one in ordered if one.people and not one.time.is_past), default=None)
    return [
        Result(
            time=one.time,
            people=one.people,
            coverage=one.coverage,
            is_best=one.rank == best and not one.time.is_past,
            names=one.names,
        )
        for one in ordered
    ]


def _time(
    poll: TimePoll, slot: TimeSlot, mine: Collection[int], reply: TimeReply | None, off: str
) -> Time:
    begins = timezone.localtime(slot.starts_at)
    return Time(
        number=slot.number,
        starts_at=slot.starts_at,
        day=f"{date_format(begins, 'l')}, {date_format(begins, 'DATE_FORMAT')}",
        hours=time_span(slot.starts_at, slot.starts_at + poll.length),
        elsewhere=time_elsewhere(slot.starts_at, poll.time_zone),
        is_past=slot.starts_at <= timezone.now(),
        is_mine=slot.number in mine,
        is_new=reply is not None and slot.created_at > reply.answered_at,
        off=off,
    )
