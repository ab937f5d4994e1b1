"""What is looked after now and then: messages that killed their readers, and bodies that got old."""

from datetime import timedelta

from django.utils import timezone

from communities.due_work import ATTEMPTS, due
from mailroom.actions import hold_unread
from mailroom.models import InboundMessage, State
from mailroom.receiving import READ

# By then each of three tries has ended, or its worker has.
TRIED_BY = timedelta(hours=1)
# Promised with its row; a promise that is gone nevertheless is given anew.
PROMISED = timedelta(minutes=15)
KEEP_BODIES = timedelta(days=30)


def look_after_waiting() -> int:
    """Hold what was tried three times, and have the rest read; return how many waited too long."""
    now = timezone.now()
    late = InboundMessage.objects.filter(
        state=State.WAITING, received_at__lt=now - PROMISED
    ).values_list("pk", "attempts", "received_at")
    for pk, attempts, received_at in late:
        if attempts >= ATTEMPTS and received_at < now - TRIED_BY:
            hold_unread(pk)
        elif attempts < ATTEMPTS:
            due(READ, pk)
    return len(late)


def forget_old_bodies() -> int:
    """Take away the bodies of messages that were settled over 30 days ago; return how many."""
    before = timezone.now() - KEEP_BODIES
    old = InboundMessage.objects.filter(settled_at__lt=before, content__isnull=False)
    return old.update(content=None)
