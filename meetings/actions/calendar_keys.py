"""Letting a member's calendar program in, and out again."""

from communities.models import Membership
from core.keys import new_key
from meetings.models import CalendarKey


def make_calendar_key(member: Membership) -> CalendarKey:
    """Give the member a key; an earlier one opens nothing any more."""
    key, _made = CalendarKey.objects.update_or_create(
        community_id=member.community_id, member=member, defaults={"key": new_key()}
    )
    return key


def revoke_calendar_key(member: Membership) -> None:
    """Take the member's key away."""
    CalendarKey.objects.filter(member=member).delete()
