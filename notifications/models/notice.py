"""The ledger of who was told what at once."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from notifications.models.outgoing_mail import OutgoingMail


class Notice(models.Model):
    """One person and one event: unique, so that nobody is told twice.

    Refers upward by kind and object_id, as Subscription does. Without `told_at` it waits to be
    written; what turns out not to be his business any more is deleted instead.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(
        Membership, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    # Why he is told: a word of the app that registered the kind.
    why = models.CharField(max_length=12)
    created_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(
        OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="notices"
    )

    objects = PeerQuerySet["Notice"].as_manager()

    class Meta:
        constraints = [
            *tenant("notifications_notice", "member"),
            models.UniqueConstraint(
                fields=["member", "kind", "object_id"], name="notifications_notice_once"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "object_id"], name="notifications_notice_of"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} to {self.member_id}"
