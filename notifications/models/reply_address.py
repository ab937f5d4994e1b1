"""Where what a person answers about one thing arrives."""

import secrets
from base64 import b32encode

from django.conf import settings
from django.db import models
from django.utils import timezone

from communities.models import Community
from core.orm import PeerQuerySet

PREFIX = "reply+"


def new_token() -> str:
    """Return 128 random bits in letters that survive mail servers which fold them."""
    return b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


class ReplyAddress(models.Model):
    """One person and one thing of one community; kept as long as he is a member.

    Global: a mail arrives without a community, and the token is all that says whose it is. It holds
    ids and nothing else, refers upward by kind and object_id, and tells the person's mail server
    nothing.
    """

    token = models.CharField(max_length=26, unique=True, default=new_token)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["ReplyAddress"].as_manager()

    class Meta:
        verbose_name_plural = "reply addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user", "kind", "object_id"],
                name="notifications_replyaddress_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} of user {self.user_id}"

    @property
    def address(self) -> str:
        return f"{PREFIX}{self.token}@{settings.INBOUND_HOST}"
