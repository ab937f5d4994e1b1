"""What somebody wants to hear of at once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet


class Level(models.TextChoices):
    """Each but the last keeps the digest as it is."""

    ALL = "all", _("Everything at once")
    MENTIONS = "mentions", _("Mentions and replies at once")
    DIGEST = "digest", _("In the digest only")
    NOTHING = "nothing", _("Nothing")


class Subscription(models.Model):
    """The level that one member chose for a topic, a forum, or the whole community.

    Refers upward: `kind` is registered by a higher app, `object_id` is its row there. The nearest
    one counts: that of the topic, else of the forum, else of the community, else levels.USUAL.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(
        Membership, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    level = models.CharField(max_length=8, choices=Level)

    objects = PeerQuerySet["Subscription"].as_manager()

    class Meta:
        constraints = [
            *tenant("notifications_subscription", "member"),
            models.UniqueConstraint(
                fields=["member", "kind", "object_id"], name="notifications_subscription_once"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "object_id"], name="notifications_subscription_of"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.level}"
