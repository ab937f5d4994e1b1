"""A shelf of the library: resources that somebody chose, in an order, with words on each."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Audience, Community, Grant, Membership, grant_constraints
from core.addresses import address
from core.orm import PeerQuerySet
from knowledge.models.resource import Resource
from knowledge.shelves.querysets import CURATE, CollectionQuerySet


class Collection(models.Model):
    """What stands in it is seen by whom its own audience allows, whoever sees the collection."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    # What it is for, in the curator's words: lines, no Markdown.
    note = models.TextField(max_length=2000, blank=True)
    # As its words tell.
    language = models.CharField(max_length=5)
    # A forum's, or that of the whole community.
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+", db_constraint=False)
    # What newcomers are shown first, and what leads the library.
    is_start = models.BooleanField(default=False)
    # Who wrote its title and note last.
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)
    # Why it was archived, and who said so.
    archive_note = models.CharField(max_length=1000, blank=True)
    archived_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )

    objects = CollectionQuerySet["Collection"].as_manager()

    class Meta:
        permissions = [(CURATE, _("Curates this collection"))]
        constraints = [
            *tenant("knowledge_collection", "audience", "by", "archived_by"),
            models.UniqueConstraint(
                fields=["community", "number"], name="knowledge_collection_number_once"
            ),
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(is_start=True),
                name="knowledge_collection_one_start",
            ),
            models.CheckConstraint(
                condition=Q(is_start=False) | Q(archived_at=None),
                name="knowledge_collection_start_is_open",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("knowledge:collection", self.community.slug, self.number)


class CollectionItem(models.Model):
    """One resource in one collection, or proposed for it, with why."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    collection = models.ForeignKey(
        Collection, models.CASCADE, related_name="items", db_constraint=False, db_index=False
    )
    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="placements", db_constraint=False
    )
    # Two may have the same for a moment: then the older one comes first.
    position = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=400, blank=True)
    # Who put or proposed it, or changed the note last.
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    # It waits for a curator.
    is_proposed = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["CollectionItem"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_collectionitem", "collection", "resource", "by"),
            models.UniqueConstraint(
                fields=["collection", "resource"], name="knowledge_collectionitem_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} in {self.collection_id}"


class CollectionUserObjectPermission(Grant):
    """A right on one collection: who curates it. There is no other one."""

    content_object = models.ForeignKey(
        Collection, models.CASCADE, related_name="grants", db_constraint=False
    )

    class Meta(Grant.Meta):
        abstract = False
        constraints = grant_constraints(
            "knowledge_collectionuserobjectpermission", member="knowledge_curator_is_member"
        )
