"""What was made of a topic: a higher app says it, within the query that finds the topic."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import JSONField, Value
from django.db.models.expressions import BaseExpression

from communities.models import Community, Membership
from forums.models import Topic


@dataclass(frozen=True, slots=True)
class Became:
    """Something that was made of a topic, and the numbers of the posts that stand in it."""

    title: str
    url: str
    posts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes something of topics.

    `found` returns a list of JSON for `OuterRef("pk")`, a topic, with what the reader may know of;
    `read` makes sense of such a list; `begin` says where a member can begin, "" if he cannot.
    """

    found: Callable[[Membership], BaseExpression]
    read: Callable[[Community, Sequence[dict[str, Any]]], list[Became]]
    begin: Callable[[Membership, Topic], str]


_makers: list[Maker] = []


def register_maker(maker: Maker) -> None:
    """Say what becomes of topics; there is one such app. Called from AppConfig.ready()."""
    _makers[:] = [maker]


def became(reader: Membership) -> BaseExpression:
    """Return what to annotate topics with."""
    nothing = Value([], output_field=ArrayField(JSONField()))
    return _makers[0].found(reader) if _makers else nothing


def what_became(topic: Topic) -> list[Became]:
    """Return what was made of a topic that topic_or_404() found."""
    return _makers[0].read(topic.community, topic.became) if topic.became else []


def where_to_begin(member: Membership, topic: Topic) -> str:
    """Return the address at which something can be made of it, or ""."""
    return _makers[0].begin(member, topic) if _makers else ""
