"""One at a time changes the agenda of a meeting: the row of the meeting is the queue."""

from collections.abc import Iterable

from django.db.models import Max

from meetings.models import AgendaItem, ItemState, Meeting


def hold(*meetings: Meeting) -> None:
    """Hold these until the transaction ends, in one order, so that two do not wait for each other.

    Keys stay free: who answers meanwhile refers to the row.
    """
    ids = [one.pk for one in meetings]
    list(Meeting.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def next_number(meeting: Meeting) -> int:
    """Return the number of a new item; the meeting is held."""
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def on_agenda(meeting: Meeting) -> list[AgendaItem]:
    """Return what is on the agenda, in order."""
    there = AgendaItem.objects.filter(meeting=meeting, state=ItemState.TAKEN)
    return list(there.order_by("position", "pk"))


def put_in_order(items: Iterable[AgendaItem]) -> None:
    """Give these, which are all that is on the agenda, the places 1, 2, 3; the meeting is held."""
    listed = list(items)
    for position, item in enumerate(listed, 1):
        item.position = position
    AgendaItem.objects.bulk_update(listed, ["position", "minutes"])
