"""What a resource is about, whom it helps, and whose it is."""

from django.db import models
from django.db.models import Q

from communities.constraints import tenant
from communities.models import Community, CoreCapacity, Membership, Result, Role
from core.orm import PeerQuerySet
from knowledge.models.resource import Resource


class ResourceFacet(models.Model):
    """One capacity or one result of one resource."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="facets", db_constraint=False
    )
    capacity = models.ForeignKey(
        CoreCapacity,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    result = models.ForeignKey(
        Result,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    objects = PeerQuerySet["ResourceFacet"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_resourcefacet", "resource", "capacity", "result"),
            models.UniqueConstraint(
                fields=["capacity", "resource"], name="knowledge_resourcefacet_cap"
            ),
            models.UniqueConstraint(
                fields=["result", "resource"], name="knowledge_resourcefacet_result"
            ),
            models.CheckConstraint(
                condition=Q(capacity=None, result__isnull=False)
                | Q(capacity__isnull=False, result=None),
                name="knowledge_resourcefacet_one",
            ),
        ]


class ResourceRole(models.Model):
    """A role whose people it helps."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="role_links", db_constraint=False
    )
    role = models.ForeignKey(
        Role, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )

    objects = PeerQuerySet["ResourceRole"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_resourcerole", "resource", "role"),
            models.UniqueConstraint(
                fields=["role", "resource"], name="knowledge_resourcerole_once"
            ),
        ]


class ResourceCredit(models.Model):
    """An author or a contributor: a member, or the name of somebody who is none."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="credits", db_constraint=False
    )
    member = models.ForeignKey(
        Membership, models.CASCADE, null=True, blank=True, related_name="+", db_constraint=False
    )
    name = models.CharField(max_length=120, blank=True)
    is_author = models.BooleanField()
    position = models.PositiveSmallIntegerField()

    objects = PeerQuerySet["ResourceCredit"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_resourcecredit", "resource", "member"),
            models.UniqueConstraint(
                fields=["resource", "is_author", "position"], name="knowledge_resourcecredit_place"
            ),
            models.CheckConstraint(
                condition=Q(member=None) ^ Q(name=""), name="knowledge_resourcecredit_one"
            ),
        ]

    def __str__(self) -> str:
        return self.member.name if self.member else self.name
