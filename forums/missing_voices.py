"""Which of the roles that a mixed-role forum is for have not been heard of late."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from communities.audiences import audience_summary
from communities.models import Community, MembershipRole, Role
from communities.roles import roles_of
from core.prepared import prepared
from forums.models import Forum
from forums.models.forum import Kind

HEARD_WITHIN = timedelta(days=30)


def missing_voices(forum: Forum, community: Community) -> list[Role]:
    """Return the roles of which nobody has posted in 30 days, in the community's order.

    One query; none for a forum that is not for several roles on purpose.
    """
    wanted = audience_summary(community, forum.audience_id).rule.roles
    if forum.kind != Kind.MIXED_ROLE or wanted is None:
        return []
    heard = {pk for (pk,) in _heard(forum.pk, timezone.now() - HEARD_WITHIN)}
    return roles_of(community, wanted - heard)


@prepared
def _heard(forum_id: int, since: datetime) -> QuerySet[MembershipRole, tuple[Any, ...]]:
    # One without a name is not heard here: that a role was would tell who it is.
    links = MembershipRole.objects.filter(
        membership__posts__topic__forum_id=forum_id,
        membership__posts__created_at__gte=since,
        membership__posts__name_hidden=False,
    )
    return links.values_list("role_id").distinct()
