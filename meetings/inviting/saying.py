"""What somebody says by a link, by mail or from a calendar: of one meeting, or of all of a series."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from meetings.actions import Reply, answer_meeting, answer_series
from meetings.models import Answer, Meeting, Rsvp, Series, Way


class NobodyMeetsError(Exception):
    """The message is a sentence for who answered."""


def answered_thing(
    member: Membership, series_id: int, meeting_id: int = 0
) -> tuple[Series, Meeting | None] | None:
    """Return what a mail asked about, as far as the member sees it: one meeting has its meeting.

    None for a meeting only if there are several.
    """
    series = Series.objects.visible_to(member).filter(pk=series_id).first()
    if series is None:
        return None
    series.community = member.community
    meetings = Meeting.objects.visible_to(member).filter(series=series)
    if not meeting_id and series.recurs:
        return series, None
    found = meetings.filter(pk=meeting_id) if meeting_id else meetings
    meeting = found.first()
    if meeting is None:
        return None
    meeting.series, meeting.community = series, member.community
    return series, meeting


def check_open(series: Series, meeting: Meeting | None) -> None:
    """Raise NobodyMeetsError with a sentence where it is cancelled or over."""
    if series.cancelled_at is not None or (meeting is not None and not meeting.stands):
        raise NobodyMeetsError(_("This meeting was cancelled. You need not do anything."))
    if meeting is not None:
        if meeting.is_past():
            raise NobodyMeetsError(_("This meeting is over."))
    elif next_meeting(series) is None:
        raise NobodyMeetsError(_("These meetings are over."))


def next_meeting(series: Series) -> Meeting | None:
    """Return the next of its meetings, which may be going on."""
    found = Meeting.objects.filter(series=series).standing().coming(timezone.now()).first()
    if found is not None:
        found.series, found.community = series, series.community
    return found


@transaction.atomic
def say(
    series: Series, meeting: Meeting | None, member: Membership, said: Reply, *, way: Way
) -> Rsvp | None:
    """Keep the answer: of the meeting, or of all that are to come where there is none.

    Guests and words are of one meeting: the next one. Return the row of one meeting, if any was
    made. Raises NobodyMeetsError with a sentence.
    """
    check_open(series, meeting)
    if meeting is not None:
        return answer_meeting(meeting, member, said, way=way, by=member)
    answer_series(series, member, said.answer, way=way)
    following = next_meeting(series)
    if following is None or not (said.guests or said.words or said.is_late):
        return None
    return answer_meeting(following, member, said, way=way, by=member)


def as_before(
    meeting: Meeting | None,
    member: Membership,
    said: Reply,
    *,
    guests: int | None = None,
) -> Reply:
    """Return the reply with the guests and words that the person gave before, where he gives none now."""
    own = Rsvp.objects.filter(meeting=meeting, member=member).first() if meeting else None
    if own is None or said.answer == Answer.NO:
        return replace(said, guests=guests or 0)
    kept = own.guests if guests is None else guests
    return replace(said, guests=kept, words=said.words or own.words)
