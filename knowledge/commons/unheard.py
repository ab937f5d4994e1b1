"""Authors whom nobody asks here: who are no members, or no more."""

from communities.models import Membership
from knowledge.content import Content
from knowledge.models import Resource
from knowledge.permissions import copies_behind


def unheard_authors(resource: Resource, content: Content) -> list[str]:
    """Return the names of authors who cannot agree here: at most three queries.

    How they agreed is said in a sentence, by which an admin decides. Not of what was copied: those
    who wrote it there gave a licence.
    """
    ids = [one for one in content.authors if isinstance(one, int)]
    left = Membership.objects.filter(community=resource.community_id, pk__in=ids).exclude(
        pk__in=Membership.objects.active().filter(community=resource.community_id).values("pk")
    )
    names = [one for one in content.authors if isinstance(one, str)]
    names += [member.name for member in left.select_related("user").order_by("pk")]
    return [] if names and copies_behind(resource).exists() else names
