"""The inside of every door: a mail is stored whole before its sender is told that we have it."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from communities.due_work import due
from mailroom.floods import comes_too_fast
from mailroom.models import Door, InboundMessage

READ = "read_message"
# Addresses in one envelope; more at once is no person's mail.
MAX_RECIPIENTS = 50


class TooFastError(Exception):
    """More than is taken within an hour: the peer is to come again later."""


def is_ours(recipient: str) -> bool:
    """Return whether mail to this address is for us to take."""
    local, _at, host = recipient.rpartition("@")
    inbound = settings.INBOUND_HOST.lower()
    return bool(inbound) and bool(local) and host.lower() == inbound


def receive(
    content: bytes, *, recipients: Sequence[str], sender: str, door: Door
) -> list[InboundMessage]:
    """Store a mail, a row for each of its addresses, and promise to read it.

    All or none: when it raises django.db.Error or TooFastError, nothing is stored, and the door
    asks its peer to come again.
    """
    with transaction.atomic():
        if comes_too_fast(sender[:320], [recipient[:320] for recipient in recipients]):
            raise TooFastError
        messages = [
            InboundMessage.objects.create(
                door=door,
                sender=sender[:320],
                recipient=recipient[:320],
                content=content,
                size=len(content),
            )
            for recipient in recipients
        ]
        for message in messages:
            due(READ, message.pk)
    return messages
