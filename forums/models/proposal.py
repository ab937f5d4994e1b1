"""A forum that a member would like to have."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from forums.models.forum import Forum


class ForumProposal(models.Model):
    """Name, for whom and why; a facilitator opens it, or declines it with a reason."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waits for an answer")
        OPENED = "opened", _("Opened")
        DECLINED = "declined", _("Declined")

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    proposer = models.ForeignKey(
        Membership, models.CASCADE, related_name="forum_proposals", db_constraint=False
    )
    name = models.CharField(max_length=120)
    for_whom = models.CharField(max_length=400)
    why = models.CharField(max_length=1000)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    # Why it was declined.
    reason = models.CharField(max_length=500, blank=True)
    forum = models.ForeignKey(
        Forum, models.SET_NULL, null=True, blank=True, related_name="+", db_constraint=False
    )
    answered_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", db_constraint=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = PeerQuerySet["ForumProposal"].as_manager()

    class Meta:
        constraints = tenant("forums_forumproposal", "proposer", "forum", "answered_by")
        indexes = [
            models.Index(fields=["community", "status"], name="forums_proposal_waiting"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    def answer(self, status: str, *, by: Membership, reason: str = "") -> None:
        self.status = status
        self.reason = reason
        self.answered_by = by
        self.answered_at = timezone.now()
        self.save(update_fields=["status", "reason", "forum", "answered_by", "answered_at"])
