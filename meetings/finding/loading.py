"""One search for a time, as its reader may see it."""

from django.http import Http404

from communities.models import Membership
from meetings.models import TimePoll, TimeSlot


def poll_or_404(member: Membership, number: int) -> TimePoll:
    """Return one that the member sees, with its community. Raises Http404."""
    poll = seen_poll(member, number=number)
    if poll is None:
        raise Http404
    return poll


def seen_poll(member: Membership, **which: int) -> TimePoll | None:
    """Return the one with this number or id, if the member sees it."""
    found = TimePoll.objects.visible_to(member).filter(**which)
    poll = found.select_related("host__user", "closed_by__user", "audience", "series").first()
    if poll is not None:
        poll.community = member.community
        if poll.series is not None:
            poll.series.community = member.community
    return poll


def slot_or_404(poll: TimePoll, number: int) -> TimeSlot:
    """Return one of its times. Raises Http404."""
    slot = TimeSlot.objects.filter(poll=poll, number=number).first()
    if slot is None:
        raise Http404
    return slot


def lock_poll(poll: TimePoll) -> TimePoll:
    """Return it as it is now, locked: who answers, adds and decides comes one after the other."""
    fresh = TimePoll.objects.select_for_update(of=["self"], no_key=True)
    locked = fresh.select_related("closed_by__user", "host__user").get(pk=poll.pk)
    locked.community = poll.community
    return locked
