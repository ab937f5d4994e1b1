"""Writes about who wants to hear of what."""

from django.db import transaction

from communities.models import Membership
from notifications.levels import COMMUNITY
from notifications.models import Level, Notice, Subscription


def follow(member: Membership, kind: str, object_id: int, level: Level) -> None:
    """Choose what the member hears at once of a thing."""
    Subscription.objects.bulk_create(
        [
            Subscription(
                community_id=member.community_id,
                member=member,
                kind=kind,
                object_id=object_id,
                level=level,
            )
        ],
        update_conflicts=True,
        unique_fields=["member", "kind", "object_id"],
        update_fields=["level"],
    )


def follow_as_usual(member: Membership, kind: str, object_id: int) -> None:
    """Take the member's own choice for a thing away."""
    Subscription.objects.filter(member=member, kind=kind, object_id=object_id).delete()


def stop_at_once(member: Membership) -> None:
    """Send no more mails at once, of anything in this community; the digest goes on.

    What he wanted left out of the digest stays left out.
    """
    with transaction.atomic():
        Subscription.objects.filter(member=member).exclude(level=Level.NOTHING).delete()
        follow(member, COMMUNITY, member.community_id, Level.DIGEST)
        Notice.objects.filter(member=member, told_at=None).delete()
