"""What was not reached goes to the next meeting of the series, with the votes for it."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone

from communities.models import Membership
from meetings.agenda.locking import hold, next_number, on_agenda, put_in_order
from meetings.agenda.proposing import OPEN
from meetings.models import AgendaItem, AgendaVote, ItemKind, ItemState, Meeting, Series
from moderation.record import record

# How many times a series may have been changed "from here on".
MOST_CHANGES = 50


def next_meeting(meeting: Meeting) -> Meeting | None:
    """Return the meeting to come after it, of its series or of what continues it, for as many people.

    A series for other people is not the next: they have not been told of these proposals.
    """
    series, found = {meeting.series_id}, [meeting.series_id]
    while found and len(series) < MOST_CHANGES:
        later = Series.objects.filter(
            continues__in=found, audience=meeting.series.audience_id
        ).values_list("pk", flat=True)
        found = [pk for pk in later if pk not in series]
        series.update(found)
    after = max(meeting.starts_at, timezone.now())
    there = Meeting.objects.filter(series__in=series, starts_at__gt=after).standing()
    return there.select_related("series").order_by("starts_at", "pk").first()


def put_off(item: AgendaItem, to: Meeting, *, by: Membership) -> AgendaItem | None:
    """Propose it for a later meeting, with the votes for it; None if it was put off already.

    Where its topic is proposed there, that gets the votes.
    """
    with transaction.atomic():
        hold(item.meeting, to)
        item = AgendaItem.objects.select_related("meeting").get(pk=item.pk)
        if item.state not in OPEN or item.kind == ItemKind.PART:
            return None
        was_on = item.state == ItemState.TAKEN
        later = _carried(item, to)
        item.state, item.position = ItemState.PUT_OFF, None
        item.save(update_fields=["state", "position"])
        if was_on:
            put_in_order(on_agenda(item.meeting))
        record(by, "put_off", item)
        return later


def open_items(meeting: Meeting) -> list[AgendaItem]:
    """Return what was proposed and never came onto the agenda."""
    there = AgendaItem.objects.filter(meeting=meeting, state=ItemState.PROPOSED)
    return list(there.select_related("meeting").order_by("pk"))


def keep_items(gone: Collection[int], kept: Sequence[Meeting]) -> None:
    """Propose what meetings that are deleted were to talk about for the last one that is kept.

    The community's row is locked, and no meeting has begun.
    """
    if not gone or not kept:
        return
    to = max(kept, key=lambda one: one.starts_at)
    lost = AgendaItem.objects.filter(meeting__in=gone, state__in=OPEN)
    for item in lost.exclude(kind=ItemKind.PART).order_by("pk"):
        hold(to)
        _carried(item, to)


def _carried(item: AgendaItem, to: Meeting) -> AgendaItem:
    there = AgendaItem.objects.filter(meeting=to, state__in=OPEN, topic__isnull=False)
    later = there.filter(topic=item.topic_id).first() if item.topic_id else None
    if later is None:
        later = AgendaItem.objects.create(
            community_id=item.community_id,
            meeting=to,
            number=next_number(to),
            kind=item.kind,
            title=item.title,
            about=item.about,
            topic_id=item.topic_id,
            presenter_id=item.presenter_id,
            minutes=item.minutes,
            continues=item,
            by_id=item.by_id,
            created_at=item.created_at,
        )
    elif later.continues_id is None:
        later.continues = item
        later.save(update_fields=["continues"])
    votes = AgendaVote.objects.filter(item=item).values_list("member_id", "created_at")
    AgendaVote.objects.bulk_create(
        [
            AgendaVote(community_id=item.community_id, item=later, member_id=member, created_at=at)
            for member, at in votes
        ],
        ignore_conflicts=True,
    )
    return later
