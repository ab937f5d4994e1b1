"""Which forums' mails somebody gets: all that he may see, but those of which he wants nothing."""

from collections.abc import Collection
from dataclasses import dataclass

from communities.models import Membership
from forums.models import Forum
from forums.telling import FORUM
from notifications.actions import follow, follow_as_usual
from notifications.models import Level, Subscription


@dataclass(frozen=True, slots=True)
class ForumChoice:
    id: int
    label: str
    mails: bool


def forums_to_choose(member: Membership) -> list[ForumChoice]:
    """Return the forums that the member may see, in their order: two queries."""
    silent = _silent(member)
    found = Forum.objects.visible_to(member).order_by("position", "pk")
    return [ForumChoice(forum.pk, forum.label, forum.pk not in silent) for forum in found]


def choose_forums(member: Membership, wanted: Collection[int]) -> None:
    """Let mails come from these forums and from no other that the member may see."""
    silent = _silent(member)
    for forum in forums_to_choose(member):
        if forum.id in wanted and forum.id in silent:
            follow_as_usual(member, FORUM, forum.id)
        elif forum.id not in wanted and forum.id not in silent:
            follow(member, FORUM, forum.id, Level.NOTHING)


def _silent(member: Membership) -> set[int]:
    chosen = Subscription.objects.filter(member=member, kind=FORUM, level=Level.NOTHING)
    return set(chosen.values_list("object_id", flat=True))
