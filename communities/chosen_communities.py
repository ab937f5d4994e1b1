"""The communities that a command is given."""

from collections.abc import Sequence

from django.core.management.base import CommandError

from communities.models import Community


def chosen_communities(slugs: Sequence[str]) -> list[Community]:
    """Return the communities at these addresses, or all; raise CommandError if one is nobody's."""
    found = Community.objects.order_by("slug")
    if not slugs:
        return list(found)
    found = found.filter(slug__in=slugs)
    if missing := sorted(set(slugs) - {community.slug for community in found}):
        raise CommandError(f"There is no community at: {', '.join(missing)}")
    return list(found)
