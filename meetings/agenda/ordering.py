"""The host's agenda: what is on it, in which order, and how long each takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.db import transaction

from communities.models import Membership
from meetings.agenda.formats import timed_agenda
from meetings.agenda.locking import hold, next_number, on_agenda, put_in_order
from meetings.agenda.promises import forget_news, promise_taken
from meetings.models import AgendaItem, ItemKind, ItemState, Meeting
from moderation.record import record


class ChangedMeanwhileError(Exception):
    """Somebody else ordered the agenda first; nothing was changed."""


class NoRoomError(Exception):
    """A form of meeting has more parts than there are minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the host puts an item: after those with a smaller number."""

    item_id: int
    number: int
    minutes: int | None


def version_of(items: Sequence[AgendaItem]) -> str:
    """Return what tells this agenda, in its order, from any other one."""
    rows = [(one.pk, one.minutes) for one in items]
    return blake2b(repr(rows).encode(), digest_size=8).hexdigest()


def take(item: AgendaItem, *, by: Membership) -> bool:
    """Put a proposal on the agenda, as its last item; return whether this did so.

    Whoever proposed it is told, and who presents it.
    """
    with transaction.atomic():
        hold(item.meeting)
        there = on_agenda(item.meeting)
        found = AgendaItem.objects.filter(pk=item.pk, state=ItemState.PROPOSED)
        if not found.update(state=ItemState.TAKEN, position=len(there) + 1):
            return False
        promise_taken(AgendaItem.objects.get(pk=item.pk), by=by)
        return True


def give_back(item: AgendaItem) -> bool:
    """Make what is on the agenda a proposal again; a part of a form is deleted."""
    with transaction.atomic():
        hold(item.meeting)
        there = on_agenda(item.meeting)
        if item.pk not in {one.pk for one in there}:
            return False
        found = AgendaItem.objects.filter(pk=item.pk)
        if item.kind == ItemKind.PART:
            found.delete()
        else:
            found.update(state=ItemState.PROPOSED, position=None)
            forget_news(item)
        put_in_order(one for one in there if one.pk != item.pk)
        return True


def remove(item: AgendaItem, *, by: Membership) -> bool:
    """Take a proposal off the list; it can be put back. The record of acts knows."""
    with transaction.atomic():
        hold(item.meeting)
        found = AgendaItem.objects.filter(pk=item.pk, state=ItemState.PROPOSED)
        if not found.update(state=ItemState.REMOVED):
            return False
        record(by, "removed", item)
        return True


def put_back(item: AgendaItem, *, by: Membership) -> bool:
    """Let what was taken off be a proposal again; not where its topic was proposed anew."""
    with transaction.atomic():
        hold(item.meeting)
        anew = AgendaItem.objects.filter(
            meeting=item.meeting_id,
            topic__isnull=False,
            topic=item.topic_id,
            state__in=(ItemState.PROPOSED, ItemState.TAKEN),
        )
        found = AgendaItem.objects.filter(pk=item.pk, state=ItemState.REMOVED)
        if anew.exists() or not found.update(state=ItemState.PROPOSED):
            return False
        record(by, "put_back", item)
        return True


def move(item: AgendaItem, *, up: bool, version: str) -> None:
    """Let an item change places with the one before, or after it; the first and last stay.

    Raises ChangedMeanwhileError unless the agenda is still the one that was looked at.
    """
    with transaction.atomic():
        hold(item.meeting)
        there = on_agenda(item.meeting)
        at = next((n for n, one in enumerate(there) if one.pk == item.pk), None)
        if at is None or version != version_of(there):
            raise ChangedMeanwhileError
        other = at - 1 if up else at + 1
        if 0 <= other < len(there):
            there[at], there[other] = there[other], there[at]
            put_in_order(there)


def arrange(meeting: Meeting, places: Sequence[Place], *, version: str) -> None:
    """Give all items their places and minutes at once.

    Raises ChangedMeanwhileError unless the agenda is still the one that was looked at.
    """
    with transaction.atomic():
        hold(meeting)
        there = on_agenda(meeting)
        wanted = {place.item_id: place for place in places}
        if version != version_of(there) or set(wanted) != {one.pk for one in there}:
            raise ChangedMeanwhileError
        for one in there:
            one.minutes = wanted[one.pk].minutes
        # Of two with one number, the one that stood first stays first.
        put_in_order(sorted(there, key=lambda one: wanted[one.pk].number))


def has_parts(items: Sequence[AgendaItem]) -> bool:
    """Return whether the agenda of a form is there already."""
    return any(one.kind == ItemKind.PART for one in items)


def use_form(meeting: Meeting, name: str, *, by: Membership) -> bool:
    """Begin the agenda with the timed parts of a form; False if parts are there already.

    They share what is left of the time; where nothing is left, they are as long as the meeting.
    Raises NoRoomError where the meeting is too short for them.
    """
    with transaction.atomic():
        hold(meeting)
        there = on_agenda(meeting)
        if has_parts(there):
            return False
        length = length_of(meeting)
        left = length - sum(one.minutes or 0 for one in there)
        try:
            steps = _timed(name, left, length)
        except ValueError as error:
            raise NoRoomError from error
        number = next_number(meeting)
        parts = AgendaItem.objects.bulk_create(
            AgendaItem(
                community_id=meeting.community_id,
                meeting=meeting,
                number=number + n,
                kind=ItemKind.PART,
                step=step,
                minutes=minutes,
                state=ItemState.TAKEN,
                position=n + 1,
                by=by,
            )
            for n, (step, minutes) in enumerate(steps)
        )
        put_in_order([*parts, *there])
        return True


def length_of(meeting: Meeting) -> int:
    """Return how long a meeting is, in minutes."""
    return int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60


def _timed(name: str, left: int, length: int) -> list[tuple[str, int]]:
    try:
        return [(str(step), minutes) for step, minutes in timed_agenda(name, left)]
    except ValueError:
        return [(str(step), minutes) for step, minutes in timed_agenda(name, length)]
