"""The community's list of roles, as most pages need it."""

from django.core.cache import cache

from communities.models import Community, Role


def roles_by_id(community: Community) -> dict[int, Role]:
    """Return the roles by id, kept until anything about people changes."""
    key = f"roles/{community.pk}/{community.people_version}"
    kept: dict[int, Role] | None = cache.get(key)
    if kept is None:
        kept = {role.pk: role for role in Role.objects.filter(community=community)}
        cache.set(key, kept, 60 * 60 * 24)
    return kept
