"""A mail on its way, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.querysets import OutgoingMailQuerySet


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    REFUSED = "refused", _("Refused by the other mail server")
    HELD = "held", _("Held for an admin")
    DROPPED = "dropped", _("Not sent: what it told of is gone")
    SKIPPED = "skipped", _("Not sent: mail to this address is stopped")


# The mail that asks a stopped address whether it is there.
PROBE = "probe"


class OutgoingMail(models.Model):
    """One mail to one person, stored whole before a server gets it.

    Global: one mail may speak of several communities of a person, and the sender of mail has no
    scope. Its content is shown to nobody; facilitators see state, reason and times of the mails
    that name their own community.
    """

    kind = models.CharField(max_length=40)
    # The event or the period: the same (to, kind, key) is one mail, however often it is asked for.
    key = models.CharField(max_length=120)
    to = models.EmailField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    community = models.ForeignKey(
        "communities.Community", models.CASCADE, null=True, blank=True, related_name="+"
    )
    message_id = models.CharField(max_length=120, unique=True)
    # The bytes that go out, RFC 5322; taken away 30 days after. Null before: written when it is sent.
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # Waiting: when to try next. Being sent: when whoever sends it is taken for dead.
    due_at = models.DateTimeField(default=timezone.now)
    # Tries that the network or the other server failed, and senders that were killed over it.
    attempts = models.PositiveSmallIntegerField(default=0)
    senders_lost = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingMailQuerySet["OutgoingMail"].as_manager()

    class Meta:
        verbose_name_plural = "outgoing mail"
        constraints = [
            models.UniqueConstraint(
                fields=["to", "kind", "key"], name="notifications_outgoingmail_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="notifications_mail_due",
                condition=models.Q(state__in=["waiting", "sending"]),
            ),
            models.Index(
                fields=["created_at"],
                name="notifications_mail_bodies",
                condition=models.Q(content__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} mail {self.pk}"

    def sent(self) -> None:
        """Record that the mail server took it."""
        self._change(state=State.SENT, sent_at=timezone.now(), reason="")

    def refused(self, reason: str) -> None:
        """Record that it will never be taken, and why."""
        self._change(state=State.REFUSED, reason=reason[:500])

    def hold(self, reason: str) -> None:
        """Keep it for an admin to look at."""
        self._change(state=State.HELD, reason=reason[:500])

    def drop(self) -> None:
        """Record that nothing is left of what it was to tell."""
        self._change(state=State.DROPPED, content=None, reason="")

    def skip(self) -> None:
        """Record that it goes nowhere, since its address gets no mail."""
        self._change(state=State.SKIPPED, content=None, reason="")

    def write(self, content: bytes, *, to: str) -> None:
        """Give it its bytes, which stay from here on for as long as a server may have them."""
        self._change(content=content, to=to)

    def begin_anew(self, message_id: str) -> None:
        """Let it be written once more, as a mail of its own."""
        self._change(content=None, message_id=message_id)

    def _change(self, **values: object) -> None:
        OutgoingMail.objects.filter(pk=self.pk).update(**values)
        for name, value in values.items():
            setattr(self, name, value)
