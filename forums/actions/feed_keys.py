"""Letting one's feed reader in, and out again."""

from communities.models import Membership
from core.keys import new_key
from forums.models import FeedKey


def make_feed_key(member: Membership) -> FeedKey:
    """Give the member a key; an earlier one opens nothing any more."""
    key, _made = FeedKey.objects.update_or_create(
        community_id=member.community_id, member=member, defaults={"key": new_key()}
    )
    return key


def revoke_feed_key(member: Membership) -> None:
    """Take the member's key away."""
    FeedKey.objects.filter(member=member).delete()
