"""Mails to one person about what is not there for him any more, and the calendar that takes it out."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from communities.due_work import due_many
from communities.models import Membership
from meetings.actions.answering import move_up
from meetings.calendars.events import Method
from meetings.inviting.mails import Message, WordsFor, Writer
from meetings.inviting.people import SERIES, wanting
from meetings.inviting.promises import CALLED_OFF
from meetings.inviting.sentences import gone_words, uninvited_words
from meetings.inviting.telling import KIND
from meetings.models import CalledOff, Meeting, Rsvp, Series, StandingAnswer, State
from notifications.models import OutgoingMail
from notifications.outgoing import store

# In the keys of mails that say that somebody is not invited any more.
LAST = "/last/"


def uninvite(series: Series, member_ids: Iterable[int]) -> None:
    """Have those of these members told who had been invited: who is invited is different now."""
    made = CalledOff.objects.bulk_create(
        CalledOff(community_id=series.community_id, series=series, member_id=pk)
        for pk in sorted(member_ids)
    )
    if made:
        due_many(CALLED_OFF, [one.pk for one in made], community=series.community)


def tell_called_off(row_id: int) -> None:
    """Tell the person, if mail reaches him; the row goes in any case."""
    rows = CalledOff.objects.select_related("series__community", "series__host__user")
    row = rows.filter(pk=row_id).first()
    if row is None:
        return
    member = Membership.objects.active().filter(pk=row.member_id).select_related("user").first()
    if member is not None and row.meetings:
        _tell_gone(row, member)
    elif member is not None:
        member.community = row.series.community
        _tell_uninvited(row, member)
    row.delete()


def _tell_gone(row: CalledOff, member: Membership) -> None:
    series = row.series
    gone = [one for one in _meetings(row) if not one.is_past()]
    if gone:
        message = Message(
            kind=KIND,
            key=f"{series.uid}/{series.sequence}/gone/{row.pk}",
            series=series,
            gone=gone,
            method=Method.CANCEL,
            asks=False,
            needed_by=min(one.starts_at for one in gone),
        )
        _mail(member, message, gone_words(series, gone))


def _tell_uninvited(row: CalledOff, member: Membership) -> None:
    series = row.series
    if Series.objects.visible_to(member).filter(pk=series.pk).exists():
        # Invited again since.
        return
    there = Meeting.objects.filter(series=series).standing().coming(timezone.now())
    answered = _takes_back(member, series)
    if (answered or _had_a_mail(member, series)) and there.exists() and series.cancelled_at is None:
        message = Message(
            kind=KIND,
            key=f"{series.uid}/{series.sequence}{LAST}{row.pk}",
            series=series,
            method=Method.CANCEL,
            asks=False,
            is_last=True,
        )
        _mail(member, message, uninvited_words(series))


def _had_a_mail(member: Membership, series: Series) -> bool:
    mails = OutgoingMail.objects.filter(to=member.user.email, kind=KIND)
    return mails.filter(key__startswith=f"{series.uid}/").exists()


def _takes_back(member: Membership, series: Series) -> bool:
    """Take back what he answered to what is to come; return whether there was anything."""
    gone, _rows = StandingAnswer.objects.filter(series=series, member=member).delete()
    mine = Meeting.objects.filter(series=series, answers__member=member).coming(timezone.now())
    # In one order, so that two who do so at once do not wait for each other.
    for meeting in (
        mine.order_by("pk").select_for_update(of=["self"]).select_related("series__community")
    ):
        gone += Rsvp.objects.filter(meeting=meeting, member=member).delete()[0]
        move_up(meeting)
    return gone > 0


def _mail(member: Membership, message: Message, words: WordsFor) -> None:
    people = Membership.objects.filter(pk=member.pk).select_related("user")
    about = (SERIES, message.series.pk)
    if reached := wanting(people, message.series.community, about=about).first():
        store(list(Writer(message, [reached]).mails(words)))


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
