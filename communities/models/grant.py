"""A right of one person on one object of a community, by guardian's direct-key models."""

from typing import Any

from django.db import models
from django.db.models.constraints import BaseConstraint
from django.utils import timezone
from guardian.models import UserObjectPermissionBase

from communities.constraints import SameCommunity, tenant
from communities.models.community import Community


class Grant(UserObjectPermissionBase):
    """Brings the community along; the subclass has the key `content_object`.

    Single grants only (guardian's assign_perm): bulk grants bypass save().
    """

    content_object: Any

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    # Empty where the right came with keeping the whole community going.
    granted_by = models.ForeignKey(
        "communities.Membership",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.community_id = self.content_object.community_id
        super().save(*args, **kwargs)


def grant_constraints(prefix: str, *, member: str) -> list[BaseConstraint]:
    """Return a grant's constraints: who holds it is a member, and it ends with the membership.

    `prefix` is the table's name, `member` the name of the constraint on the person.
    """
    return [
        *tenant(prefix, "content_object", "granted_by"),
        SameCommunity(
            field="user",
            target="communities.Membership",
            target_column="user_id",
            on_delete="CASCADE",
            name=member,
        ),
    ]
