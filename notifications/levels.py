"""Which level holds: the nearest that the member chose, of topic, forum and community."""

from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Q, Subquery, Value
from django.db.models.functions import Coalesce

from communities.models import Membership
from notifications.models import Level, Subscription

# A kind and the id of its object.
type Place = tuple[str, Any]

COMMUNITY = "communities.community"
# Who lives by mail must hear at once of what waits for an answer by him; all else comes together
# in the digest, since two minutes a week are soon spent.
USUAL = Level.MENTIONS


def levels_of(
    member_ids: Collection[int], *places: Place, community_id: int
) -> Mapping[int, Level]:
    """Return the level of each member at the first of these places that he chose one for: one query."""
    steps: Sequence[Place] = [*places, (COMMUNITY, community_id)]
    there = reduce(or_, (Q(kind=kind, object_id=object_id) for kind, object_id in steps))
    said = Subscription.objects.filter(there, member_id__in=member_ids)
    chosen = {
        (member_id, (kind, object_id)): Level(level)
        for member_id, kind, object_id, level in said.values_list(
            "member_id", "kind", "object_id", "level"
        )
    }
    return {
        member_id: next(
            (chosen[member_id, step] for step in steps if (member_id, step) in chosen), USUAL
        )
        for member_id in member_ids
    }


def level_at(member: Membership, *places: Place) -> Coalesce:
    """Return the same of one member as an expression, for places that a query names by OuterRef."""
    steps = [*places, (COMMUNITY, member.community_id)]
    said = [
        Subquery(
            Subscription.objects.filter(member_id=member.pk, kind=kind, object_id=object_id).values(
                "level"
            )
        )
        for kind, object_id in steps
    ]
    return Coalesce(*said, Value(USUAL.value), output_field=CharField())
