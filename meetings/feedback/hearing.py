"""What the host heard, and what is done another way from now on: told to all, and shown again."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communities.models import Membership
from meetings.feedback.promises import tell_heard
from meetings.models import Heard, Meeting
from moderation.record import record


class ChangedMeanwhileError(Exception):
    """Somebody else wrote it since the form was shown; `there` is what he wrote."""

    def __init__(self, there: Heard) -> None:
        super().__init__("written meanwhile")
        self.there = there


def say_heard(meeting: Meeting, words: str, *, seen: str, by: Membership) -> Heard:
    """Keep the words, and have them mailed to all the first time; later they change on the page only.

    `seen` is `stamp()` of what the form showed. Raises ChangedMeanwhileError.
    """
    with transaction.atomic():
        # One at a time: the row of the meeting is the queue.
        Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
        there = Heard.objects.filter(meeting=meeting).select_related("by__user").first()
        if stamp(there) != seen and there is not None and there.words != words:
            raise ChangedMeanwhileError(there)
        heard, is_new = Heard.objects.update_or_create(
            meeting=meeting,
            defaults={
                "community_id": meeting.community_id,
                "words": words,
                "by": by,
                "said_at": timezone.now(),
            },
        )
        record(by, "heard", meeting)
        if is_new:
            tell_heard(meeting)
    return heard


def stamp(heard: Heard | None) -> str:
    """Return what tells one state of it from another; empty while there is none."""
    return heard.said_at.isoformat() if heard else ""


def heard_of(meeting: Meeting) -> Heard | None:
    """Return what was heard after a meeting: one query."""
    return Heard.objects.filter(meeting=meeting).select_related("by__user").first()


def heard_before(meeting: Meeting, reader: Membership) -> Heard | None:
    """Return what was heard after the meeting before this one, in its series or what it continues.

    None where nothing was said of it. One query.
    """
    series = meeting.series
    before = (
        Meeting.objects.visible_to(reader)
        .filter(Q(series=series) | Q(series=series.continues_id), starts_at__lt=meeting.starts_at)
        .standing()
        .order_by("-starts_at", "-pk")
        .select_related("heard__by__user", "series")
        .first()
    )
    heard = getattr(before, "heard", None)
    if heard is not None and before is not None:
        before.community = reader.community
        heard.meeting = before
    return heard
