"""What a member follows, by name."""

from collections import defaultdict
from dataclasses import dataclass

from communities.models import Membership
from notifications.kinds import Followed, described
from notifications.levels import COMMUNITY
from notifications.models import Subscription


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing with the level that the member chose for it."""

    thing: Followed
    level: str


def followed_by(member: Membership, kind: str, object_id: int) -> Followed | None:
    """Return one thing, or None if the member may not know of it."""
    if not member.is_active:
        return None
    if kind == COMMUNITY:
        return Followed(member.community.name, "", "", ((COMMUNITY, member.community_id),))
    return described(member, kind, [object_id]).get(object_id)


def everything_followed(member: Membership) -> list[Choice]:
    """Return what has a level of its own, by name: one query, and a few for each kind."""
    levels: defaultdict[str, dict[int, str]] = defaultdict(dict)
    chosen = Subscription.objects.filter(member=member).exclude(kind=COMMUNITY)
    for kind, object_id, level in chosen.values_list("kind", "object_id", "level"):
        levels[kind][object_id] = level
    found = [
        Choice(thing, of_kind[object_id])
        for kind, of_kind in levels.items()
        for object_id, thing in described(member, kind, of_kind).items()
    ]
    return sorted(found, key=lambda choice: choice.thing.label.casefold())
