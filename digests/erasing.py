"""What is left of somebody's digests when he is erased."""

from communities.models import Membership
from digests.entries import drop
from digests.models import DigestLabels, DigestMark, DigestOpening, DigestTold


def erase_entries(member: Membership) -> None:
    """Forget what was found for him, and what he was told of."""
    drop([member.pk])
    DigestTold.objects.filter(member=member).delete()
    DigestOpening.objects.filter(author=member).delete()
    DigestLabels.objects.filter(member=member).delete()
    DigestMark.objects.filter(member=member).delete()
