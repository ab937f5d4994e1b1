"""Give a right on one object to one member, and keep who gave it."""

from typing import Any

from django.contrib.auth.models import Permission

from communities.models import Grant, Membership


def give[G: Grant](
    grants: type[G], codename: str, member: Membership, on: Any, *, by: Membership | None
) -> G:
    """Return the member's grant, made unless he has it already: guardian's assign_perm with `by`."""
    permission = Permission.objects.get(
        content_type__app_label=on._meta.app_label,
        content_type__model=on._meta.model_name,
        codename=codename,
    )
    made: G
    made, _new = grants.objects.get_or_create(
        permission=permission, user=member.user, content_object=on, defaults={"granted_by": by}
    )
    return made
