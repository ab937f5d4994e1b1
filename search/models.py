"""One index over everything that can be found. It holds stems and numbers, and no text."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from communities.constraints import tenant
from communities.models import Audience, Community, Membership
from core.orm import PeerQuerySet


class Entry(models.Model):
    """Something that can be found: `kind` is registered by its app, `object_id` is its row there."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    audience = models.ForeignKey(
        Audience, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=5)
    # Words of the title weigh A, those of the text D.
    vector = SearchVectorField()
    author = models.ForeignKey(
        Membership, models.CASCADE, null=True, related_name="+", db_constraint=False
    )
    # What is shown once, however much of it fits: "topic 17".
    thread = models.CharField(max_length=32)
    # Where it stands, to be filtered by: "forum 3".
    place = models.CharField(max_length=32, blank=True)
    moment = models.DateTimeField()
    is_answered = models.BooleanField(default=False)

    objects = PeerQuerySet["Entry"].as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            *tenant("search_entry", "audience", "author"),
            models.UniqueConstraint(
                fields=["community", "kind", "object_id"], name="search_entry_once"
            ),
        ]
        indexes = [
            GinIndex(fields=["vector"], name="search_entry_vector"),
            # A common word is looked for from the newest entry back.
            models.Index(fields=["community", "-moment"], name="search_entry_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Word(models.Model):
    """A word that somebody of this audience can have read: what typing errors are compared with."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    audience = models.ForeignKey(
        Audience, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    word = models.CharField(max_length=40)
    # Without accents.
    folded = models.CharField(max_length=40)

    objects = PeerQuerySet["Word"].as_manager()

    class Meta:
        constraints = [
            *tenant("search_word", "audience"),
            models.UniqueConstraint(
                fields=["community", "audience", "folded"], name="search_word_once"
            ),
        ]
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="search_word_alike"),
        ]

    def __str__(self) -> str:
        return self.word
