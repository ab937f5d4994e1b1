"""Asking for votes, voting, closing."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from communities.models import Membership
from forums.models import Poll, PollOption, PollVote, Topic
from forums.permissions.polls import check_vote
from moderation.record import record


def open_poll(
    topic: Topic,
    *,
    question: str,
    options: Sequence[str],
    multiple: bool,
    results: str,
    closes_at: datetime | None,
) -> Poll:
    """Ask for votes in a topic; asked twice, the first poll stays."""
    with transaction.atomic():
        poll, made = Poll.objects.get_or_create(
            topic=topic,
            defaults={
                "community_id": topic.community_id,
                "question": question,
                "multiple": multiple,
                "results": results,
                "closes_at": closes_at,
            },
        )
        if made:
            PollOption.objects.bulk_create(
                PollOption(community_id=topic.community_id, poll=poll, position=n, text=text)
                for n, text in enumerate(options)
            )
    return poll


def vote(poll: Poll, *, by: Membership, options: Collection[int]) -> None:
    """Let a member's votes be these options. Raises PermissionDenied once the poll is closed."""
    with transaction.atomic():
        # Two presses at once of one member must not leave two votes in a single choice.
        locked = Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)
        locked.topic = poll.topic
        check_vote(by, locked)
        mine = PollVote.objects.filter(option__poll=poll, member=by)
        mine.exclude(option_id__in=options).delete()
        PollVote.objects.bulk_create(
            [
                PollVote(community_id=poll.community_id, option_id=option, member=by)
                for option in options
            ],
            ignore_conflicts=True,
        )


def close_poll(poll: Poll, *, by: Membership) -> None:
    """Close a poll now; of another's topic it goes into the record."""
    with transaction.atomic():
        locked = Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)
        if not locked.is_closed:
            locked.close()
            _record(poll, by, "poll_closed")


def delete_poll(poll: Poll, *, by: Membership) -> None:
    """Take a poll away with its votes; of another's topic it goes into the record."""
    with transaction.atomic():
        _record(poll, by, "poll_taken_away")
        poll.delete()


def _record(poll: Poll, by: Membership, act: str) -> None:
    if by.pk != poll.topic.author_id:
        record(by, act, poll.topic, note=poll.question)
