"""The forums a member sees, put together for the pages that list them."""

from dataclasses import dataclass

from communities.models import Membership
from forums.models import Forum, Topic
from forums.models.forum import Kind

ORDER = [Kind.ROLE_ALIKE, Kind.MIXED_ROLE, Kind.SITE, Kind.WORKING, Kind.EVERYONE]


@dataclass(frozen=True, slots=True)
class ForumRow:
    forum: Forum
    unread: int
    """How many topics have something the member has not read."""


def forum_rows(member: Membership) -> list[ForumRow]:
    """Return the forums a member sees, each with its unread topics: two queries."""
    unread = Topic.objects.unread_counts(member)
    forums = list(Forum.objects.visible_to(member))
    for forum in forums:
        forum.community = member.community
    return [ForumRow(forum, unread.get(forum.pk, 0)) for forum in forums]


def forums_by_kind(member: Membership) -> list[tuple[Kind, list[ForumRow]]]:
    """Return the rows under their kinds, role-alike first; kinds without a forum are left out."""
    rows = forum_rows(member)
    grouped = [(kind, [row for row in rows if row.forum.kind == kind]) for kind in ORDER]
    return [(kind, found) for kind, found in grouped if found]
