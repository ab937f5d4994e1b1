"""Mails to one person about what is not there for him any more, and the calendar that takes it out."""

from datetime import datetime

from communities.models import Membership
from meetings.calendars.events import Method
from meetings.inviting.mails import Message, Writer
from meetings.inviting.people import SERIES, wanting
from meetings.inviting.sentences import gone_words
from meetings.inviting.telling import KIND
from meetings.models import CalledOff, Meeting, State
from notifications.outgoing import store


def tell_called_off(row_id: int) -> None:
    """Tell the person, if mail reaches him; the row goes in any case."""
    rows = CalledOff.objects.select_related("series__community", "series__host__user")
    row = rows.filter(pk=row_id).first()
    if row is None:
        return
    series = row.series
    people = Membership.objects.active().filter(pk=row.member_id).select_related("user")
    member = wanting(people, series.community, about=(SERIES, series.pk)).first()
    gone = [one for one in _meetings(row) if not one.is_past()]
    if member is not None and gone:
        message = Message(
            kind=KIND,
            key=f"{series.uid}/{series.sequence}/gone/{row.pk}",
            series=series,
            gone=gone,
            method=Method.CANCEL,
            asks=False,
            needed_by=min(one.starts_at for one in gone),
        )
        store(list(Writer(message, [member]).mails(gone_words(series, gone))))
    row.delete()


def _meetings(row: CalledOff) -> list[Meeting]:
    """Return them as they were; they are rows no more."""
    return [
        Meeting(
            community=row.series.community,
            series=row.series,
            slot=slot,
            starts_at=datetime.fromisoformat(starts),
            ends_at=datetime.fromisoformat(ends),
            state=State.CANCELLED,
            sequence=row.series.sequence,
            changed_at=row.created_at,
        )
        for slot, starts, ends in row.meetings
    ]
