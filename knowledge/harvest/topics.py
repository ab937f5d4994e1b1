"""What the page of a topic says of the library: what was made of it, and how to begin."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.expressions import BaseExpression
from django.db.models.functions import JSONObject

from communities.models import Community, Membership
from core.addresses import address
from forums.became import Became, Maker, register_maker
from forums.models import Post, Topic
from forums.telling import POST
from knowledge.kinds import State
from knowledge.models import Quotation
from knowledge.permissions import may_begin


def _found(reader: Membership) -> BaseExpression:
    """Return, of a topic, what quotes its posts and the reader finds in the library, or wrote."""
    published = Q(
        resource__state=State.PUBLISHED, resource__audience_id__any_of=reader.audience_ids
    )
    quoted = Quotation.objects.filter(
        published | Q(resource__owner=reader.pk), whole_id=OuterRef("pk"), kind=POST
    )
    number = Post.objects.filter(pk=OuterRef("object_id")).values("number")
    told = JSONObject(
        number=F("resource__number"), title=F("resource__title"), post=Subquery(number)
    )
    return ArraySubquery(quoted.order_by("resource_id", "number").values(told=told))


def _read(community: Community, rows: Sequence[dict[str, Any]]) -> list[Became]:
    titles = {row["number"]: row["title"] for row in rows}
    return [
        Became(
            title,
            address("knowledge:resource", community.slug, number),
            tuple(row["post"] for row in rows if row["number"] == number),
        )
        for number, title in titles.items()
    ]


def _begin(member: Membership, topic: Topic) -> str:
    if not may_begin(member) or member.is_paused:
        return ""
    return address("knowledge:harvest", member.community.slug, topic.number)


def register() -> None:
    """Stand on the pages of topics; called from AppConfig.ready()."""
    register_maker(Maker(_found, _read, _begin))
