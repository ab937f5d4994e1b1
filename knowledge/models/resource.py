"""Something that was learnt, written down for others."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Audience, Community, Membership, Site
from core.addresses import address
from knowledge.kinds import Evidence, Kind, Licence, Span, State, Strand
from knowledge.querysets import ResourceQuerySet


class Resource(models.Model):
    """As it is now; what it was stands in its revisions. Its number counts within the community."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    title = models.CharField(max_length=200)
    # The summary, in three sentences.
    what = models.CharField(max_length=300, blank=True)
    for_whom = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    body = models.TextField(max_length=20_000, blank=True)
    html = models.TextField(blank=True)
    renderer_version = models.PositiveSmallIntegerField(default=0)
    # The fields of its kind, checked by knowledge.kinds; of texts, what was made of them.
    details = models.JSONField(default=dict, blank=True)
    details_html = models.JSONField(default=dict, blank=True)
    # Those beside it in their order, as knowledge.content.FileEntry puts them.
    files = models.JSONField(default=list, blank=True)
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    # As its words tell, or as somebody said.
    language = models.CharField(max_length=5)
    said_language = models.CharField(max_length=5, blank=True)
    evidence = models.CharField(max_length=12, choices=Evidence, default=Evidence.IDEA)
    strands = ArrayField(models.CharField(max_length=12, choices=Strand), default=list, blank=True)
    spans = ArrayField(models.CharField(max_length=12, choices=Span), default=list, blank=True)
    licence = models.CharField(max_length=12, choices=Licence, default=Licence.OURS)
    owner = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_constraint=False)
    # A forum's, or that of the whole community.
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+", db_constraint=False)
    review_by = models.DateField(null=True, blank=True)
    # The number of the revision that it is now.
    version = models.PositiveIntegerField(default=1)
    # The first one that readers saw; those before it are its authors' business.
    shown_from = models.PositiveIntegerField(null=True, blank=True)
    # What a facilitator said when he sent it back, or archived it.
    note = models.CharField(max_length=1000, blank=True)
    # Who said so: the words go with who is erased.
    note_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    # What lists are ordered by: when it was begun, and later when it was published.
    placed_at = models.DateTimeField(default=timezone.now)
    # One double click begins one: the form carries a key.
    form_key = models.UUIDField(null=True, blank=True)

    # Set by with_labels().
    capacity_ids: list[int]
    result_ids: list[int]
    role_ids: list[int]

    objects = ResourceQuerySet["Resource"].as_manager()

    class Meta:
        constraints = [
            *tenant("knowledge_resource", "site", "owner", "audience", "note_by"),
            models.UniqueConstraint(
                fields=["community", "number"], name="knowledge_resource_number_once"
            ),
            models.UniqueConstraint(
                fields=["community", "form_key"], name="knowledge_resource_form_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["community", "state", "-placed_at", "-id"], name="knowledge_resource_newest"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_shown(self) -> bool:
        """Return whether its audience sees it."""
        return self.state in {State.PUBLISHED, State.ARCHIVED}

    @property
    def is_due(self) -> bool:
        """Return whether its date says that it should be looked at again."""
        return (
            self.state == State.PUBLISHED
            and self.review_by is not None
            and self.review_by <= timezone.localdate()
        )

    def get_absolute_url(self) -> str:
        return address("knowledge:resource", self.community.slug, self.number)
