"""A mail that came in, and what became of it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.constraints import tenant
from core.orm import PeerQuerySet
from mailroom.reasons import Reason

if TYPE_CHECKING:
    from accounts.models import User
    from communities.models import Community


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting to be read")
    DONE = "done", _("Done")
    HELD = "held", _("Held for a person")
    ANSWERED = "answered", pgettext_lazy("a mail", "Answered")


class Door(models.TextChoices):
    LMTP = "lmtp", "LMTP"
    COMMAND = "command", _("Command")
    PROVIDER = "provider", _("Mail provider")


class InboundMessage(models.Model):
    """One mail to one of our addresses, stored whole before its sender is told that we have it.

    Global: only once it is read is it known whose it is. Its text is shown to nobody but the
    facilitators of the community it was held for. A mail to two addresses is two rows.
    """

    door = models.CharField(max_length=8, choices=Door)
    # As the envelope says (RFC 5321): an empty sender is that of bounces.
    sender = models.CharField(max_length=320, blank=True)
    recipient = models.CharField(max_length=320)
    # The bytes that came; taken away 30 days after it was settled.
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    # Why it is held, was answered, or made nothing.
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    # An admin had it read again: no limit holds it a second time.
    let_through = models.BooleanField(default=False)
    # Set when it is settled: the same mail to the same address is settled once.
    once = models.CharField(max_length=64, null=True, blank=True, unique=True)
    community = models.ForeignKey(
        "communities.Community", models.CASCADE, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # What was made of it, such as ("forums.post", 7).
    made_kind = models.CharField(max_length=40, blank=True)
    made_id = models.BigIntegerField(null=True, blank=True)

    objects = PeerQuerySet["InboundMessage"].as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"],
                name="mailroom_waiting",
                condition=models.Q(state="waiting"),
            ),
            models.Index(
                fields=["community", "-received_at"],
                name="mailroom_of_community",
            ),
            models.Index(fields=["sender", "received_at"], name="mailroom_of_sender"),
            models.Index(fields=["recipient", "received_at"], name="mailroom_to_address"),
            models.Index(
                fields=["settled_at"],
                name="mailroom_bodies",
                condition=models.Q(content__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def is_held(self) -> bool:
        return self.state == State.HELD

    def forget_sender(self) -> None:
        """Keep nothing of what came but that it came."""
        self.sender, self.content, self.user = "", None, None
        self.save(update_fields=["sender", "content", "user"])

    def settle(
        self,
        state: State,
        *,
        reason: str = "",
        community: "Community | None" = None,
        user: "User | None" = None,
        once: str | None = None,
        made: tuple[str, int] | None = None,
    ) -> None:
        """Record what became of it; `made` is a kind and an id.

        Raises IntegrityError if a message with the same `once` is settled already.
        """
        self.state = state
        self.reason = reason
        self.settled_at = timezone.now()
        self.community = community or self.community
        self.user = user or self.user
        self.once = once or self.once
        if made:
            self.made_kind, self.made_id = made
        # All but the bytes, which may be many.
        self.save(
            update_fields=[
                *("state", "reason", "settled_at", "community", "user", "once"),
                *("made_kind", "made_id"),
            ]
        )


class PartState(models.TextChoices):
    WAITING = "waiting"
    DONE = "done"
    UNDONE = "undone"
    REFUSED = "refused"


class MailedPart(models.Model):
    """One thing that somebody said by mail, which he can take back until it is done.

    An answer to a mail of many things has several; those of one label are taken back together.
    """

    community = models.ForeignKey(
        "communities.Community", models.CASCADE, related_name="+", db_index=False
    )
    member = models.ForeignKey(
        "communities.Membership", models.CASCADE, related_name="+", db_constraint=False
    )
    message = models.ForeignKey(InboundMessage, models.CASCADE, related_name="+")
    # As in the mail that it answers; empty for an answer to one thing.
    label = models.CharField(max_length=4, blank=True)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    # What is said: an act with its value (notifications.acts), or words to be posted.
    act = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=2000, blank=True)
    words = models.TextField(blank=True)
    # The files of the message are posted with these words.
    with_files = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=PartState, default=PartState.WAITING)
    due_at = models.DateTimeField()
    # What was made of it, such as ("forums.post", 7).
    made_kind = models.CharField(max_length=40, blank=True)
    made_id = models.BigIntegerField(null=True, blank=True)

    objects = PeerQuerySet["MailedPart"].as_manager()

    class Meta:
        constraints = tenant("mailroom_mailedpart", "member")

    def __str__(self) -> str:
        return f"part {self.pk}"

    def settle(self, state: PartState, *, made: tuple[str, int] | None = None) -> None:
        """Record what became of it; `made` is a kind and an id."""
        self.state = state
        if made:
            self.made_kind, self.made_id = made
        self.save(update_fields=["state", "made_kind", "made_id"])
