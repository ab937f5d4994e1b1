"""What somebody has typed so far of a new community, or of a list of people to invite."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from communities.models.community import Community, Joining
from core.orm import PeerQuerySet

KEPT_FOR = timedelta(days=7)


class ProvisioningDraft(models.Model):
    """One person's, for seven days.

    Global: a community that is being thought of has no scope yet. Found only through its owner.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="provisioning_drafts"
    )
    # Set where people are added to a community that is there.
    target = models.ForeignKey(Community, models.CASCADE, null=True, blank=True, related_name="+")
    template = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=120, blank=True)
    slug = models.SlugField(max_length=60, blank=True)
    joining = models.CharField(max_length=12, choices=Joining, default=Joining.INVITATION)
    language = models.CharField(max_length=5, default="en")
    time_zone = models.CharField(max_length=64, default="America/New_York")
    owner_is_admin = models.BooleanField(default=True)
    # The list as it came: a file's bytes, or text in UTF-8.
    people = models.BinaryField(default=bytes, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    # Folded word of an unknown role, to what it means: communities.roster.
    decisions = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = PeerQuerySet["ProvisioningDraft"].as_manager()

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.name or f"draft {self.pk}"

    @property
    def is_file(self) -> bool:
        return bool(self.file_name)

    @property
    def text(self) -> str:
        """Return pasted text; empty if a file was sent."""
        return "" if self.is_file else bytes(self.people).decode()

    @classmethod
    def forget_old_ones(cls) -> None:
        """Remove every draft that nobody touched for seven days."""
        cls.objects.filter(changed_at__lt=timezone.now() - KEPT_FOR).delete()
