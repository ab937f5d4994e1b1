"""Who is told of a meeting, by mail: due work, a batch of people a turn.

A mail is the only one of its person, kind and key. So a worker that is killed begins again where it
was: nobody is missed, and nobody is written to twice.
"""

from django.utils import timezone

from communities.due_work import put_off
from communities.models import Membership
from communities.querysets import MembershipQuerySet
from meetings.calendars.events import Method
from meetings.inviting import promises
from meetings.inviting.mails import Message, WordsFor, Writer
from meetings.inviting.people import (
    answers_to_meeting,
    answers_to_series,
    declining,
    invited,
    without_those_who_decline,
)
from meetings.inviting.sentences import (
    cancelled_words,
    changed_words,
    ended_words,
    invitation_words,
)
from meetings.models import Meeting, Series
from notifications.models import OutgoingMail
from notifications.outgoing import store

KIND = "meeting"
# People who are written to in one transaction.
BATCH = 500


def invite(series_id: int) -> None:
    """Invite everybody, unless there is nothing to come any more."""
    series = _standing(series_id)
    if series is not None:
        _tell(
            promises.INVITE, series.pk, invited(series), _asking(series), invitation_words(series)
        )


def tell_series_moved(series_id: int) -> None:
    """Tell all of another time, also who declined: that time may suit them."""
    series = _standing(series_id)
    if series is not None:
        message = _asking(series, asked_anew=True)
        words = changed_words(series, _only(series), moved=True)
        _tell(promises.SERIES_MOVED, series.pk, invited(series), message, words)


def tell_series_changed(series_id: int) -> None:
    """Tell those who did not decline of what is different."""
    series = _standing(series_id)
    if series is not None:
        message = _asking(series)
        people = without_those_who_decline(invited(series), message.answers)
        words = changed_words(series, _only(series), moved=False)
        _tell(promises.SERIES_CHANGED, series.pk, people, message, words)


def tell_series_ended(series_id: int) -> None:
    """Tell those who did not decline that another series goes on from here, and end it in calendars."""
    series = _series(series_id)
    if series is None or series.cancelled_at is not None:
        return
    answers = answers_to_series(series)
    message = Message(
        kind=KIND,
        key=_key(series, None, "ended"),
        series=series,
        method=Method.REQUEST,
        asks=False,
        answers=answers,
    )
    later = Meeting.objects.filter(series__continues=series).order_by("starts_at", "pk").first()
    people = without_those_who_decline(invited(series), answers)
    audience = later.series.audience_id if later else series.audience_id
    still = Membership.objects.in_audience(audience).values("pk")
    # Who is not invited to what goes on gets no mail about that.
    words = (
        (people.filter(pk__in=still), ended_words(series, later)),
        (people.exclude(pk__in=still), ended_words(series, None)),
    )
    if any(mail_batch(some, message, said) for some, said in words):
        until = timezone.now()
        put_off(promises.SERIES_ENDED, series.pk, community=series.community, until=until)


def tell_series_cancelled(series_id: int) -> None:
    """Tell those who did not decline, and take it out of calendars."""
    series = _series(series_id)
    if series is None or series.cancelled_at is None:
        return
    answers = answers_to_series(series)
    coming = Meeting.objects.filter(series=series).coming(series.cancelled_at).first()
    message = Message(
        kind=KIND,
        key=_key(series, None, "cancelled"),
        series=series,
        method=Method.CANCEL,
        asks=False,
        needed_by=coming.starts_at if coming else None,
        answers=answers,
    )
    people = without_those_who_decline(invited(series), answers)
    words = cancelled_words(series, None)
    _tell(promises.SERIES_CANCELLED, series.pk, people, message, words)


def tell_meeting_moved(meeting_id: int) -> None:
    """Tell all of its other time, also who declined."""
    meeting = meeting_to_come(meeting_id)
    if meeting is not None and meeting.stands:
        message = _asking(meeting.series, meeting, asked_anew=True)
        words = changed_words(meeting.series, meeting, moved=True)
        people = invited(meeting.series)
        _tell(promises.MEETING_MOVED, meeting.pk, people, message, words)


def tell_meeting_changed(meeting_id: int) -> None:
    """Tell those who did not decline of what is different this time."""
    meeting = meeting_to_come(meeting_id)
    if meeting is not None and meeting.stands:
        message = _asking(meeting.series, meeting)
        people = without_those_who_decline(invited(meeting.series), message.answers)
        words = changed_words(meeting.series, meeting, moved=False)
        _tell(promises.MEETING_CHANGED, meeting.pk, people, message, words)


def tell_meeting_cancelled(meeting_id: int) -> None:
    """Tell those who did not decline, and take it out of calendars: also what a day off leaves out."""
    meeting = meeting_to_come(meeting_id)
    if meeting is None or meeting.stands:
        return
    answers = answers_to_meeting(meeting)
    message = Message(
        kind=KIND,
        key=_key(meeting.series, meeting, "cancelled"),
        series=meeting.series,
        meeting=meeting,
        method=Method.CANCEL,
        asks=False,
        needed_by=meeting.starts_at,
        answers=answers,
    )
    people = without_those_who_decline(invited(meeting.series), answers)
    words = cancelled_words(meeting.series, meeting)
    _tell(promises.MEETING_CANCELLED, meeting.pk, people, message, words)


def mail_batch(people: MembershipQuerySet[Membership], message: Message, words: WordsFor) -> bool:
    """Queue the mail for the next of those who have none yet; return whether there are more of them."""
    members, more = without_mail(people, kind=message.kind, key=message.key)
    if members:
        store(list(Writer(message, members).mails(words)))
    return more


def without_mail(
    people: MembershipQuerySet[Membership], *, kind: str, key: str
) -> tuple[list[Membership], bool]:
    """Return the next of those who have no such mail yet, a batch, and whether there are more."""
    emails = dict(people.values_list("pk", "user__email"))
    there = set(
        OutgoingMail.objects.filter(kind=kind, key=key, to__in=emails.values()).values_list(
            "to", flat=True
        )
    )
    waiting = [pk for pk, email in emails.items() if email not in there]
    batch = Membership.objects.filter(pk__in=waiting[:BATCH]).select_related("user").order_by("pk")
    return list(batch), len(waiting) > BATCH


def _tell(
    kind: str,
    object_id: int,
    people: MembershipQuerySet[Membership],
    message: Message,
    words: WordsFor,
) -> None:
    if mail_batch(people, message, words):
        put_off(kind, object_id, community=message.series.community, until=timezone.now())


def _asking(series: Series, meeting: Meeting | None = None, *, asked_anew: bool = False) -> Message:
    answers = answers_to_meeting(meeting) if meeting else answers_to_series(series)
    if asked_anew:
        # Programs hide what one declined; at its other time it is a question again.
        answers = {pk: answer for pk, answer in answers.items() if pk not in declining(answers)}
    return Message(
        kind=KIND,
        key=_key(series, meeting),
        series=series,
        meeting=meeting,
        method=Method.REQUEST,
        needed_by=meeting.starts_at if meeting else None,
        answers=answers,
    )


def _only(series: Series) -> Meeting | None:
    """Return the meeting of a series that is one meeting: its note is told with what changed."""
    if series.recurs:
        return None
    meeting = Meeting.objects.filter(series=series).first()
    if meeting is not None:
        meeting.series = series
    return meeting


def _key(series: Series, meeting: Meeting | None, what: str = "") -> str:
    sequence = max(series.sequence, meeting.sequence) if meeting else series.sequence
    slot = f"/{meeting.slot}" if meeting else ""
    return f"{series.uid}{slot}/{sequence}{'/' if what else ''}{what}"


def _series(series_id: int) -> Series | None:
    return Series.objects.filter(pk=series_id).select_related("community", "host__user").first()


def _standing(series_id: int) -> Series | None:
    series = _series(series_id)
    if series is None or series.cancelled_at is not None:
        return None
    coming = Meeting.objects.filter(series=series).standing().coming(timezone.now())
    return series if coming.exists() else None


def meeting_to_come(meeting_id: int) -> Meeting | None:
    """Return a meeting that is not over, with its series and both their community."""
    found = Meeting.objects.coming(timezone.now()).filter(pk=meeting_id)
    meeting = found.select_related("series__community", "series__host__user").first()
    if meeting is None or meeting.series.cancelled_at is not None:
        return None
    meeting.community = meeting.series.community
    return meeting
