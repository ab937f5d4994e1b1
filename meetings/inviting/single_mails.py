"""Mails to one person about his own answer: a seat became free, somebody answered for him."""

from meetings.inviting.mails import Message, WordsFor, Writer
from meetings.inviting.sentences import answered_for_words, seat_words
from meetings.inviting.telling import meeting_to_come
from meetings.models import Answer, Meeting, Rsvp
from notifications.outgoing import store

KIND = "meeting_answer"


def tell_seat(rsvp_id: int) -> None:
    """Tell somebody that he has a seat, unless he has none any more."""
    rsvp = _found(rsvp_id)
    if rsvp is None or rsvp.answer != Answer.YES or rsvp.waits_since is not None:
        return
    if (meeting := meeting_to_come(rsvp.meeting_id)) and meeting.stands:
        _mail(rsvp, meeting, seat_words(meeting), "seat", asks=False)


def tell_answered_for(rsvp_id: int) -> None:
    """Tell somebody what was said for him, unless he has spoken for himself since."""
    rsvp = _found(rsvp_id)
    if rsvp is None or rsvp.by_id == rsvp.member_id:
        return
    if (meeting := meeting_to_come(rsvp.meeting_id)) and meeting.stands:
        _mail(rsvp, meeting, answered_for_words(rsvp, meeting), "for", asks=True)


def _found(rsvp_id: int) -> Rsvp | None:
    rows = Rsvp.objects.select_related("member__user", "by__user")
    return rows.filter(pk=rsvp_id, member__status="active", member__user__is_active=True).first()


def _mail(rsvp: Rsvp, meeting: Meeting, words: WordsFor, what: str, *, asks: bool) -> None:
    message = Message(
        kind=KIND,
        key=f"{rsvp.pk}/{what}/{int(rsvp.answered_at.timestamp())}",
        series=meeting.series,
        meeting=meeting,
        asks=asks,
        shortly=not asks,
        needed_by=meeting.starts_at,
        answers={rsvp.member_id: rsvp.answer},
    )
    store(list(Writer(message, [rsvp.member]).mails(words)))
