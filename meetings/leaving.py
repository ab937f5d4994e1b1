"""What ends with a membership: who has left is expected nowhere."""

from django.utils import timezone

from communities.models import Membership
from meetings.actions import move_up
from meetings.models import (
    ActionItem,
    ActionState,
    AgendaItem,
    AgendaNews,
    AgendaVote,
    CalendarKey,
    CalledOff,
    Meeting,
    NotesSection,
    Rsvp,
    SeriesUserObjectPermission,
    StandingAnswer,
    TimeReply,
)


def take_from_meetings(member: Membership) -> None:
    """Take back what the member answered to meetings to come, and what he hosts beside others.

    What he was to present has nobody yet, and what he wanted to talk about counts one less; no
    time suits him.

    Whoever waits for a seat gets his.
    """
    SeriesUserObjectPermission.objects.filter(
        community_id=member.community_id, user_id=member.user_id
    ).delete()
    StandingAnswer.objects.filter(member=member).delete()
    CalendarKey.objects.filter(member=member).delete()
    TimeReply.objects.filter(member=member).delete()
    now = timezone.now()
    AgendaVote.objects.filter(member=member, item__meeting__ends_at__gt=now).delete()
    AgendaItem.objects.filter(presenter=member, meeting__ends_at__gt=now).update(presenter=None)
    NotesSection.objects.filter(scribe=member).update(
        scribe=None, scribe_since=None, scribe_seen_at=None
    )
    # Somebody else has to take it.
    ActionItem.objects.filter(owner=member, state=ActionState.OPEN).update(owner=None, said="")
    CalledOff.objects.filter(member=member).delete()
    AgendaNews.objects.filter(member=member).delete()
    coming = Meeting.objects.filter(answers__member=member).coming(now)
    # In one order, so that two who leave at once do not wait for each other.
    locked = coming.order_by("pk").select_for_update(of=["self"]).select_related("series")
    for meeting in locked:
        Rsvp.objects.filter(meeting=meeting, member=member).delete()
        move_up(meeting)
