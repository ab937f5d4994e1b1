"""What a member does in daily life. Never a permission."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models.community import Community
from core.orm import PeerQuerySet


class Role(models.Model):
    """A word for people's daily work, in both languages, singular and plural."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    key = models.SlugField(max_length=60)
    singular = models.CharField(_("one of them"), max_length=60)
    plural = models.CharField(_("several of them"), max_length=60)
    singular_es = models.CharField(max_length=60, blank=True)
    plural_es = models.CharField(max_length=60, blank=True)
    # Other words that a spreadsheet may use for it, in lower case.
    aliases = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = PeerQuerySet["Role"].as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            *tenant("communities_role"),
            models.UniqueConstraint(fields=["community", "key"], name="communities_role_key_once"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the singular in the reader's language."""
        return (get_language() == "es" and self.singular_es) or self.singular

    @property
    def label_plural(self) -> str:
        """Return the plural in the reader's language."""
        return (get_language() == "es" and self.plural_es) or self.plural
