"""What the page of a topic says of meetings: at which it is talked of, and how to bring it to one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.expressions import BaseExpression
from django.db.models.functions import JSONObject, Now

from communities.models import Community, Membership
from core.addresses import address
from forums.models import Topic
from forums.talked_of import Talk, Talks, register_talks
from meetings.models import AgendaItem, ItemState

SHOWN = 3


def register() -> None:
    """Stand on the pages of topics; called from AppConfig.ready()."""
    register_talks(Talks(_found, _read, _bring))


def _found(reader: Membership) -> BaseExpression:
    """Return, of a topic, the last meetings with it on their agenda, and those to come it is for.

    Only of meetings whose audience the reader is in; who hosts one beside it finds it there.
    """
    coming = Q(state=ItemState.PROPOSED, meeting__ends_at__gt=Now())
    items = AgendaItem.objects.filter(
        Q(state=ItemState.TAKEN) | coming,
        topic=OuterRef("pk"),
        meeting__state__in=("planned", "asked"),
        meeting__series__audience_id__any_of=reader.audience_ids,
    )
    told = JSONObject(
        number=F("meeting__number"),
        own=F("meeting__title"),
        title=F("meeting__series__title"),
        starts_at=F("meeting__starts_at"),
        state=F("state"),
    )
    return ArraySubquery(items.order_by("-meeting__starts_at", "-pk").values(told=told)[:SHOWN])


def _read(community: Community, rows: Sequence[dict[str, Any]]) -> list[Talk]:
    return [
        Talk(
            title=row["own"] or row["title"],
            url=address("meetings:agenda", community.slug, row["number"]),
            starts_at=datetime.fromisoformat(row["starts_at"]),
            is_proposed=row["state"] == ItemState.PROPOSED,
        )
        for row in rows
    ]


def _bring(member: Membership, topic: Topic) -> str:
    if member.is_paused or topic.removed_at is not None:
        return ""
    return address("meetings:bring_topic", member.community.slug, topic.number)
