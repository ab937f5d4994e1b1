"""The community's list of roles, as most pages need it."""

from collections.abc import Iterable
from functools import lru_cache

from communities.models import Community, Role


def roles_by_id(community: Community) -> dict[int, Role]:
    """Return the roles by id, kept in this process until anything about people changes."""
    return _roles(community.pk, community.people_version)


def roles_of(community: Community, ids: Iterable[int]) -> list[Role]:
    """Return the roles with these ids, in the community's order."""
    known = roles_by_id(community)
    return sorted((known[pk] for pk in ids if pk in known), key=lambda role: role.position)


@lru_cache(maxsize=256)
def _roles(community_id: int, _version: int) -> dict[int, Role]:
    return {role.pk: role for role in Role.objects.filter(community=community_id)}
