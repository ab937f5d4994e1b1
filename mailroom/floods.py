"""How much comes in at most: from one sender and to one address at the doors, to a community inside.

At the doors it is turned away for now, so that the mail server of its sender keeps it and comes
again; what is inside is held. Nothing is lost by either.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from communities.models import Community
from mailroom.models import InboundMessage, State

WITHIN = timedelta(hours=1)
FROM_A_SENDER = 100
TO_AN_ADDRESS = 200
TO_A_COMMUNITY = 1_000


def comes_too_fast(sender: str, recipients: Sequence[str]) -> bool:
    """Return whether a sender wrote, or an address got, as much as is taken within an hour.

    Bounces have no sender (RFC 5321), so only their addresses count.
    """
    lately = InboundMessage.objects.filter(received_at__gt=timezone.now() - WITHIN)
    if sender and lately.filter(sender=sender)[:FROM_A_SENDER].count() >= FROM_A_SENDER:
        return True
    return any(
        lately.filter(recipient=recipient)[:TO_AN_ADDRESS].count() >= TO_AN_ADDRESS
        for recipient in recipients
    )


def is_flooded(community: Community) -> bool:
    """Return whether as many mails of a community as are taken were read within an hour."""
    lately = InboundMessage.objects.filter(
        community=community,
        received_at__gt=timezone.now() - WITHIN - WITHIN,
        settled_at__gt=timezone.now() - WITHIN,
        state__in=[State.DONE, State.ANSWERED],
    )
    return lately[:TO_A_COMMUNITY].count() >= TO_A_COMMUNITY
