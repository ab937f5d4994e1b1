"""Amplifying a resource, and taking that back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from communities.models import Membership
from knowledge.models import Amplification, Resource
from moderation.record import record

# Longer than the longest pace of a digest.
LASTS = timedelta(days=35)


def amplify(resource: Resource, *, by: Membership, words: str) -> None:
    """Let it lead the next digest of everybody who sees it; other words stand in place of the old ones."""
    with transaction.atomic():
        Amplification.objects.update_or_create(
            community=by.community,
            resource=resource,
            defaults={
                "words": words,
                "by": by,
                "created_at": timezone.now(),
                "last_day": timezone.localdate() + LASTS,
            },
        )
        record(by, "amplified", resource, note=words)


def take_amplification_back(resource: Resource, *, by: Membership) -> None:
    """Let no more digests tell it; those that have left keep it."""
    with transaction.atomic():
        if Amplification.objects.filter(resource=resource).delete()[0]:
            record(by, "not_amplified", resource)


def end_amplifications(member: Membership) -> None:
    """Take away what somebody who has left said for resources: nobody answers for it any more."""
    Amplification.objects.filter(by=member).delete()
