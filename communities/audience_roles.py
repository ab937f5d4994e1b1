"""How many people of each role see something: who is not named must not be told by his role."""

from collections.abc import Mapping
from functools import lru_cache

from django.db import connection

from communities.audience_sources import audience_sources
from communities.models import Community, Membership, Role

# With fewer people of a role, the role would be as good as a name.
FEWEST = 3


def role_tells_nobody(community: Community, audience_id: int, role_id: int) -> bool:
    """Return whether three people or more of this role see what is shared with the audience."""
    return _counts(audience_id, community.people_version).get(role_id, 0) >= FEWEST


def role_that_tells_nobody(member: Membership, audience_id: int) -> Role | None:
    """Return the first of a member's roles that three people or more of the audience have."""
    fitting = (r for r in member.roles if role_tells_nobody(member.community, audience_id, r.pk))
    return next(fitting, None)


@lru_cache(maxsize=1024)
def _counts(audience_id: int, _version: int) -> Mapping[int, int]:
    """Return the people by role, kept as communities.audiences keeps its counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.role_id, count(DISTINCT m.id)"  # noqa: S608
            f" FROM ({audience_sources()}) AS seen"
            " JOIN communities_membership m ON m.id = seen.membership_id AND m.status = 'active'"
            " JOIN communities_membershiprole r ON r.membership_id = m.id"
            " WHERE seen.audience_id = %s GROUP BY r.role_id",
            [audience_id],
        )
        return dict(cursor.fetchall())
