"""At which meetings a topic is talked of: a higher app says it, within the query that finds the topic."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import JSONField, Value
from django.db.models.expressions import BaseExpression

from communities.models import Community, Membership
from forums.models import Topic


@dataclass(frozen=True, slots=True)
class Talk:
    """A meeting on whose agenda it is, or for which it is proposed, that the reader sees."""

    title: str
    url: str
    starts_at: datetime
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class Talks:
    """Knows of meetings.

    `found` returns a list of JSON for `OuterRef("pk")`, a topic, with what the reader may know of;
    `read` makes sense of such a list; `bring` says where a member proposes it, "" if he cannot.
    """

    found: Callable[[Membership], BaseExpression]
    read: Callable[[Community, Sequence[dict[str, Any]]], list[Talk]]
    bring: Callable[[Membership, Topic], str]


_known: list[Talks] = []


def register_talks(talks: Talks) -> None:
    """Say where topics are talked of; there is one such app. Called from AppConfig.ready()."""
    _known[:] = [talks]


def talks_of(reader: Membership) -> BaseExpression:
    """Return what to annotate topics with."""
    nothing = Value([], output_field=ArrayField(JSONField()))
    return _known[0].found(reader) if _known else nothing


def where_talked_of(topic: Topic) -> list[Talk]:
    """Return where a topic that topic_or_404() found is talked of, the last meeting first."""
    return _known[0].read(topic.community, topic.talks) if topic.talks else []


def where_to_bring(member: Membership, topic: Topic) -> str:
    """Return the address at which it can be proposed for a meeting, or ""."""
    return _known[0].bring(member, topic) if _known else ""
