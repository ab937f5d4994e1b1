"""How much comes in at most: from one sender and to one address at the doors, to a community inside.

At the doors it is turned away for now, so that the mail server of its sender keeps it and comes
again; what is inside is held. Nothing is lost by either.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from communities.models import Community
from core.prepared import prepared
from mailroom.models import InboundMessage, State

WITHIN = timedelta(hours=1)
FROM_A_SENDER = 100
TO_AN_ADDRESS = 200
TO_A_COMMUNITY = 1_000


def comes_too_fast(sender: str, recipients: Sequence[str]) -> bool:
    """Return whether a sender wrote, or an address got, as much as is taken within an hour.

    Bounces have no sender (RFC 5321), so only their addresses count.
    """
    since = timezone.now() - WITHIN
    if sender and _last_from(sender, since):
        return True
    return any(_last_to(recipient, since) for recipient in recipients)


def is_flooded(community: Community) -> bool:
    """Return whether as many mails of a community as are taken were read within an hour."""
    now = timezone.now()
    return bool(_last_of(community, now - WITHIN - WITHIN, now - WITHIN))


# Each finds the last one that is taken, if there were so many.


@prepared
def _last_from(sender: str, since: datetime) -> QuerySet[InboundMessage, tuple[Any, ...]]:
    lately = InboundMessage.objects.filter(sender=sender, received_at__gt=since)
    return lately.values_list("pk")[FROM_A_SENDER - 1 : FROM_A_SENDER]


@prepared
def _last_to(recipient: str, since: datetime) -> QuerySet[InboundMessage, tuple[Any, ...]]:
    lately = InboundMessage.objects.filter(recipient=recipient, received_at__gt=since)
    return lately.values_list("pk")[TO_AN_ADDRESS - 1 : TO_AN_ADDRESS]


@prepared
def _last_of(
    community: Community, received: datetime, settled: datetime
) -> QuerySet[InboundMessage, tuple[Any, ...]]:
    lately = InboundMessage.objects.filter(
        community_id=community.pk,
        received_at__gt=received,
        settled_at__gt=settled,
        state__in=[State.DONE, State.ANSWERED],
    )
    return lately.values_list("pk")[TO_A_COMMUNITY - 1 : TO_A_COMMUNITY]
