"""A poll as one reader finds it: one query for options and counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from communities.models import Membership
from core.prepared import prepared
from forums.models import PollOption, PollVote, Topic
from forums.models.poll import Shown
from forums.permissions.topics import has_charge_of


@dataclass(frozen=True, slots=True)
class OptionRow:
    id: int
    text: str
    count: int
    mine: bool


@dataclass(frozen=True, slots=True)
class PollState:
    question: str
    multiple: bool
    closes_at: datetime | None
    is_closed: bool
    voters: int
    """People, not votes: with several choices each counts once."""
    options: list[OptionRow]
    has_voted: bool
    shows_results: bool
    results: str
    may_keep: bool
    """Whether the reader may close it, and take it away while nobody has voted."""


def poll_state(topic: Topic, *, member: Membership) -> PollState | None:
    """Return the poll of a topic; None if it has none."""
    rows = _options(topic, member)
    if not rows:
        return None
    question, multiple, results, closes_at, voters = rows[0][:5]
    options = [OptionRow(pk, text, count, bool(mine)) for *_p, pk, text, count, mine in rows]
    is_over = closes_at is not None and closes_at <= timezone.now()
    has_voted = any(option.mine for option in options)
    return PollState(
        question=question,
        multiple=multiple,
        closes_at=closes_at,
        # With its topic the poll is closed, and open again.
        is_closed=is_over or bool(topic.locked_at),
        voters=voters,
        options=options,
        has_voted=has_voted,
        shows_results=is_over
        or bool(topic.locked_at)
        or results == Shown.ALWAYS
        or (results == Shown.VOTED and has_voted),
        results=results,
        may_keep=has_charge_of(member, topic),
    )


@prepared
def _options(topic: Topic, reader: Membership) -> QuerySet[PollOption, tuple[Any, ...]]:
    votes = PollVote.objects.filter(option__poll=OuterRef("poll")).values("option__poll")
    voters = votes.annotate(n=Count("member", distinct=True)).values("n")
    return (
        PollOption.objects.filter(poll__topic_id=topic.pk)
        .annotate(
            voters=Coalesce(Subquery(voters), 0),
            n=Count("votes"),
            mine=Count("votes", filter=Q(votes__member_id=reader.pk)),
        )
        .order_by("position")
        .values_list(
            *("poll__question", "poll__multiple", "poll__results", "poll__closes_at"),
            *("voters", "id", "text", "n", "mine"),
        )
    )
