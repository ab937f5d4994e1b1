"""What communities gave to others: copies that stand outside of their rows."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from communities.models import Community
from core.addresses import address
from core.orm import PeerQuerySet
from knowledge.kinds import Kind, Reach
from knowledge.querysets import EntryQuerySet


class CommonsEntry(models.Model):
    """The address of something that was released. It stays when the words are withdrawn.

    Global: members of other communities and everybody on the web read it without any scope of its
    community. So it names the resource by its bare id.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    resource_id = models.PositiveBigIntegerField()
    reach = models.CharField(max_length=12, choices=Reach)
    # What is read now; none once it is withdrawn. Earlier ones are read by nobody.
    current = models.ForeignKey(
        "knowledge.Snapshot", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # When it went on the public web first: from then on its address there is known.
    public_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_author = models.BooleanField(default=False)
    # What it was made after, in another community.
    after = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = EntryQuerySet["CommonsEntry"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "resource_id"], name="knowledge_commonsentry_once"
            ),
        ]
        indexes = [models.Index(fields=["-released_at", "-id"], name="knowledge_commons_newest")]

    def __str__(self) -> str:
        return f"commons {self.pk}"

    def get_absolute_url(self) -> str:
        return address("knowledge:public_page", self.pk)


class Snapshot(models.Model):
    """What was released, whole and as it was: a trigger of the database refuses every change."""

    entry = models.ForeignKey(CommonsEntry, models.CASCADE, related_name="snapshots")
    number = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    # As knowledge.commons.released.Released has them.
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200)
    what = models.CharField(max_length=300, blank=True)
    for_whom = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    details_html = models.JSONField(default=dict)
    authors = models.JSONField(default=list)
    contributors = models.JSONField(default=list)
    unnamed = models.PositiveSmallIntegerField(default=0)
    # Words that stand beside it, each with the name of who said them, if that is shown.
    quotations = models.JSONField(default=list)
    community_name = models.CharField(max_length=120)
    site = models.CharField(max_length=200, blank=True)
    facets = models.JSONField(default=list)
    roles = models.JSONField(default=list)
    strands = models.JSONField(default=list)
    spans = models.JSONField(default=list)
    language = models.CharField(max_length=5)
    evidence = models.CharField(max_length=12)
    licence = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    # For finding: keys of its capacities and results, and its words without accents.
    subjects = ArrayField(models.CharField(max_length=100), default=list)
    words = models.TextField()

    objects = PeerQuerySet["Snapshot"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="knowledge_snapshot_once"),
        ]
        indexes = [
            GinIndex(fields=["words"], name="knowledge_snapshot_words", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.title
