"""What stands above the posts of a topic, by its form: one query for a form that asks for one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Left
from django.utils.translation import get_language

from communities.models import Membership
from core.markdown import excerpt
from core.prepared import prepared
from forums.bylines import AUTHOR, author_name
from forums.consult_rows import ConsultState, consult_state
from forums.models import Acknowledgement, Form, Post, PostTranslation, Topic
from forums.permissions.topics import has_charge_of, is_closed_to_reader, may_accept
from forums.poll_rows import PollState, poll_state

EXCERPT = 240
# Enough HTML for an excerpt, however long the post is.
HTML = 2000


@dataclass(frozen=True, slots=True)
class Answer:
    """The accepted answer of a question."""

    number: int
    author: str
    excerpt: str
    url: str


@dataclass(frozen=True, slots=True)
class Acknowledgements:
    """How many have said that they have read an announcement, and whether the reader is one."""

    count: int
    mine: bool


@dataclass(frozen=True, slots=True)
class TopicTop:
    url: str
    form: str
    facilitated: bool
    closed: bool
    """Whether the reader may not write in it any more."""
    paused: bool
    """Whether the reader may not write anywhere for a while."""
    may_accept: bool
    mine: bool
    """Whether the reader opened the topic."""
    answer: Answer | None
    acknowledgements: Acknowledgements | None
    """Of an announcement only."""
    consult: ConsultState | None
    """Of a peer consult only."""
    poll: PollState | None
    may_ask: bool
    """Whether the reader may open a poll."""

    @property
    def answer_number(self) -> int:
        """The number of the accepted answer; 0 if there is none."""
        return self.answer.number if self.answer else 0


def topic_top(topic: Topic, *, member: Membership) -> TopicTop:
    """Return what the form of a topic (from topic_or_404) shows this reader above the posts."""
    return TopicTop(
        url=topic.get_absolute_url(),
        form=topic.form,
        facilitated=topic.facilitated,
        closed=is_closed_to_reader(topic),
        paused=member.is_paused,
        may_accept=may_accept(member, topic),
        mine=topic.author_id == member.pk,
        answer=_answer(topic),
        acknowledgements=_acknowledgements(topic, member),
        poll=poll_state(topic, member=member) if topic.has_poll else None,
        may_ask=not topic.has_poll and not topic.locked_at and has_charge_of(member, topic),
        consult=consult_state(topic, member=member) if topic.form == Form.CONSULT else None,
    )


def _answer(topic: Topic) -> Answer | None:
    if topic.accepted_post_id is None:
        return None
    # A post that was moved to another topic answers nothing here.
    for number, html, *author in _accepted(topic.accepted_post_id, topic.pk, str(get_language())):
        url = f"{topic.get_absolute_url()}posts/{number}/"
        return Answer(number, author_name(*author), excerpt(html, EXCERPT), url)
    return None


def _acknowledgements(topic: Topic, member: Membership) -> Acknowledgements | None:
    if topic.form != Form.ANNOUNCEMENT:
        return None
    ((_topic, count, mine),) = _said_read(topic, member) or [(topic.pk, 0, 0)]
    return Acknowledgements(count, bool(mine))


@prepared
def _accepted(post_id: int, topic_id: int, language: str) -> QuerySet[Post, tuple[Any, ...]]:
    translated = PostTranslation.objects.filter(post=OuterRef("pk"), language=language)
    html = Coalesce(Subquery(translated.values("html")), "html")
    return Post.objects.filter(pk=post_id, topic_id=topic_id, removed_at=None).values_list(
        "number", Left(html, HTML), *AUTHOR
    )


@prepared
def _said_read(topic: Topic, reader: Membership) -> QuerySet[Acknowledgement, tuple[Any, ...]]:
    mine = Count("pk", filter=Q(member_id=reader.pk))
    said = Acknowledgement.objects.filter(topic_id=topic.pk).values_list("topic_id")
    return said.annotate(n=Count("pk"), mine=mine)
