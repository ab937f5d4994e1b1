"""How many proposed forums wait for the facilitators."""

from communities.models import Community
from forums.models import ForumProposal


def waiting_proposals(community: Community) -> int:
    """Return the number of proposals that nobody has answered: one query."""
    return ForumProposal.objects.filter(
        community=community, status=ForumProposal.Status.WAITING
    ).count()
