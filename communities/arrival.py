"""Who somebody is in the community whose page he opens: asked before every page."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from communities.models import Community, Membership, Site
from communities.roles import roles_of
from core.prepared import fields_of, instance_of, prepared

_MEMBER = fields_of(Membership)
_SITE = fields_of(Site, "site__")


def member_of(community: Community, user: User) -> Membership | None:
    """Return the active membership with site, roles and audiences, or None: one query."""
    rows = _active(community, user)
    if not rows:
        return None
    *columns, role_ids, audience_ids = rows[0]
    member = instance_of(Membership, columns[: len(_MEMBER)])
    member.community = community
    member.user = user
    member.site = instance_of(Site, columns[len(_MEMBER) :]) if member.site_id else None
    member.roles = roles_of(community, role_ids)
    member.audience_ids = audience_ids
    return member


@prepared
def _active(community: Community, user: User) -> QuerySet[Membership, tuple[Any, ...]]:
    return (
        Membership.objects.active()
        .filter(community_id=community.pk, user_id=user.pk)
        .with_role_ids()
        .with_audience_ids()
        .values_list(*_MEMBER, *_SITE, "role_ids", "seen_ids")
    )
