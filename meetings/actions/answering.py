"""Answering an invitation: one rule, whichever way the answer comes."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from communities.models import Membership
from meetings.inviting.promises import tell_answered_for, tell_moved_up
from meetings.models import Answer, Meeting, Rsvp, Series, StandingAnswer, Way
from meetings.seats import free_seats


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody says: whether he comes, with how many others, and a few words."""

    answer: Answer
    guests: int = 0
    words: str = ""
    is_late: bool = False


def answer_meeting(
    meeting: Meeting, member: Membership, said: Reply, *, way: Way, by: Membership
) -> Rsvp:
    """Keep what the member says of one meeting; a yes for which there is no room waits.

    Who has a seat keeps it, as far as he does not bring more people; who gives one up lets those who
    wait move up.
    """
    with transaction.atomic():
        # One at a time takes a seat: the row of the meeting is the queue.
        meeting = (
            Meeting.objects.select_for_update(of=["self"])
            .select_related("series")
            .get(pk=meeting.pk)
        )
        before = Rsvp.objects.filter(meeting=meeting, member=member).first()
        guests = said.guests if said.answer != Answer.NO else 0
        waits = said.answer == Answer.YES and not _has_room(meeting, before, guests)
        since = before.waits_since if before and before.answer == Answer.YES else None
        rsvp, _made = Rsvp.objects.update_or_create(
            meeting=meeting,
            member=member,
            defaults={
                "community_id": meeting.community_id,
                "answer": said.answer,
                "guests": guests,
                "words": said.words,
                "is_late": said.is_late and said.answer != Answer.NO,
                "waits_since": (since or timezone.now()) if waits else None,
                "way": way,
                "by": by,
                "answered_at": timezone.now(),
            },
        )
        if by.pk != member.pk:
            tell_answered_for(rsvp)
        move_up(meeting)
    return rsvp


def answer_series(series: Series, member: Membership, answer: Answer, *, way: Way) -> None:
    """Keep what the member says of all meetings of a series that are still to come.

    What he said of one of them before is as he says now. With seats that are counted it is said of
    each meeting.
    """
    with transaction.atomic():
        StandingAnswer.objects.update_or_create(
            series=series,
            member=member,
            defaults={
                "community_id": series.community_id,
                "answer": answer,
                "way": way,
                "answered_at": timezone.now(),
            },
        )
        coming = Meeting.objects.filter(series=series).standing().coming(timezone.now())
        if series.capacity is None:
            Rsvp.objects.filter(meeting__in=coming.order_by(), member=member).delete()
            return
        for meeting in coming:
            answer_meeting(meeting, member, Reply(answer), way=way, by=member)


def move_up(meeting: Meeting) -> list[Rsvp]:
    """Give free seats to those who wait, the first who fits first; return who got one.

    They are told. The row of the meeting is locked.
    """
    waiting = list(
        Rsvp.objects.filter(meeting=meeting, answer=Answer.YES, waits_since__isnull=False)
        .order_by("waits_since", "pk")
        .select_related("member__user")
    )
    free = free_seats(meeting) if waiting else None
    moved = []
    for rsvp in waiting:
        if free is not None and rsvp.guests + 1 > free:
            continue
        free = None if free is None else free - rsvp.guests - 1
        rsvp.waits_since = None
        rsvp.save(update_fields=["waits_since"])
        moved.append(rsvp)
    tell_moved_up(moved)
    return moved


def _has_room(meeting: Meeting, before: Rsvp | None, guests: int) -> bool:
    free = free_seats(meeting)
    if free is None:
        return True
    has_seat = before is not None and before.answer == Answer.YES and before.waits_since is None
    kept = before.guests + 1 if before is not None and has_seat else 0
    return guests + 1 <= free + kept
