"""A participating place or organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models.community import Community
from core.orm import PeerQuerySet


class Site(models.Model):
    """A district, a neighborhood, a partner organisation inside a community."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60)

    objects = PeerQuerySet["Site"].as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            *tenant("communities_site"),
            models.UniqueConstraint(
                fields=["community", "slug"], name="communities_site_slug_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
