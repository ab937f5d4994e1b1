"""Which topics are worth to be written down: a simple rule, said on the page that shows them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from communities.models import Membership
from forums.models import Form, Reaction, ReactionKind, Topic
from forums.models.topic import title_for_reader
from forums.telling import POST
from knowledge.models import HarvestDismissal, Quotation
from moderation.record import record

YEAR = timedelta(days=365)
SHOWN = 20
# A peer consult in which so many posts stand is a long one.
LONG = 6
ANSWERED = CONSULTED = TRIED = 3
# What is thanked for or tried very often does not hide all the rest.
MOST_THANKS, MOST_TRIALS = 6, 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic with what speaks for it."""

    number: int
    title: str
    forum: str
    is_answered: bool
    thanks: int
    trials: int
    is_long_consult: bool

    @property
    def points(self) -> int:
        return points(
            is_answered=self.is_answered,
            thanks=self.thanks,
            trials=self.trials,
            is_long_consult=self.is_long_consult,
        )


def points(*, is_answered: bool, thanks: int, trials: int, is_long_consult: bool) -> int:
    """Return how much speaks for a topic; 0 for one that is not proposed at all.

    Proposed is an answered question with thanks, whatever somebody tried, and a long peer consult.
    A question that is answered and a long consult count 3, each site's or person's "we tried this"
    3 (up to 4 of them), each thanks 1 (up to 6).
    """
    if not (trials or is_long_consult or (is_answered and thanks)):
        return 0
    said = ANSWERED * is_answered + CONSULTED * is_long_consult
    return said + TRIED * min(trials, MOST_TRIALS) + min(thanks, MOST_THANKS)


def candidates(member: Membership) -> list[Candidate]:
    """Return the topics of a year that the member sees and nothing was made of, best first.

    Two queries, one over topics that somebody reacted to or that are long consults.
    """
    topics = Topic.objects.visible_to(member).filter(
        last_post_at__gte=timezone.now() - YEAR, merged_into=None
    )
    topics = topics.exclude(pk__in=Quotation.objects.filter(kind=POST).values("whole_id")).exclude(
        pk__in=HarvestDismissal.objects.values("topic_id")
    )
    said = _said(member)
    rows = topics.filter(
        Q(pk__in=said.keys()) | Q(form=Form.CONSULT, last_number__gte=LONG)
    ).select_related("forum", "accepted_post")
    found = [
        Candidate(
            topic.number,
            title_for_reader(topic.title, topic.titles),
            topic.forum.label,
            topic.form == Form.QUESTION and topic.shows_answer,
            said[topic.pk][ReactionKind.THANKS] if topic.pk in said else 0,
            said[topic.pk][ReactionKind.TRIED] if topic.pk in said else 0,
            topic.form == Form.CONSULT and topic.last_number >= LONG,
        )
        for topic in rows
    ]
    proposed = [one for one in found if one.points]
    return sorted(proposed, key=lambda one: (-one.points, -one.number))[:SHOWN]


def dismiss(topic: Topic, *, by: Membership) -> None:
    """Propose this topic no more, to nobody."""
    with transaction.atomic():
        _row, is_new = HarvestDismissal.objects.get_or_create(
            community_id=by.community_id, topic=topic, defaults={"by": by}
        )
        if is_new:
            record(by, "not_harvested", topic)


def propose_again(topic: Topic, *, by: Membership) -> None:
    """Take back that a topic is proposed no more."""
    with transaction.atomic():
        gone, _rows = HarvestDismissal.objects.filter(topic=topic).delete()
        if gone:
            record(by, "proposed_again", topic)


def left_out(member: Membership) -> list[tuple[int, str]]:
    """Return number and title of those that the member sees and nobody proposes, newest first."""
    seen = Topic.objects.visible_to(member).filter(merged_into=None)
    rows = HarvestDismissal.objects.filter(topic__in=seen.values("pk")).order_by("-created_at")
    found = rows.values_list("topic__number", "topic__title", "topic__titles")[:SHOWN]
    return [(number, title_for_reader(title, titles)) for number, title, titles in found]


def _said(member: Membership) -> dict[int, dict[str, int]]:
    """Return by topic how often somebody thanked, or tried it."""
    counted = Reaction.objects.filter(
        community=member.community_id,
        kind__in=(ReactionKind.THANKS, ReactionKind.TRIED),
        post__removed_at=None,
        created_at__gte=timezone.now() - YEAR,
    )
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for topic_id, kind, count in counted.values_list("post__topic_id", "kind").annotate(
        n=Count("pk")
    ):
        found[topic_id][kind] = count
    return found
