"""From a stored message to what becomes of it: one outcome each, and none vanishes."""

from django.db import IntegrityError, transaction

from accounts.models import User
from communities.due_work import ATTEMPTS, due
from mailroom.arrivals import ASKED_ABOUT, Arrival
from mailroom.models import InboundMessage, State
from mailroom.reading import read
from mailroom.reasons import Reason
from mailroom.receiving import READ
from mailroom.settling import settle

_BEGIN = """
UPDATE mailroom_inboundmessage SET attempts = attempts + 1
WHERE id = %s AND state = %s RETURNING *"""


def read_message(message_id: int) -> None:
    """Read a message and do what it asks for; in the end it is done, held or answered.

    May be run again at any time: what was settled is left alone.
    """
    # Committed before it is read: one that kills its reader must not be read forever.
    begun = list(InboundMessage.objects.raw(_BEGIN, [message_id, State.WAITING]))
    if not begun:
        return
    message = begun[0]
    try:
        _read(message)
    except Exception:
        if message.attempts >= ATTEMPTS:
            hold_unread(message_id)
        raise


def hold_unread(message_id: int) -> None:
    """Hold a message that could not be read, for an admin to look at."""
    for message in InboundMessage.objects.filter(pk=message_id, state=State.WAITING):
        message.settle(State.HELD, reason=Reason.FAULT)


def read_again(message: InboundMessage) -> None:
    """Have a held message read again, as if it had just come."""
    with transaction.atomic():
        held = InboundMessage.objects.filter(pk=message.pk, state=State.HELD)
        if held.update(
            state=State.WAITING,
            once=None,
            attempts=0,
            reason="",
            settled_at=None,
            let_through=True,
        ):
            due(READ, message.pk)


def claim_message(message: InboundMessage) -> None:
    """Do what a held mail asks for, whose person says that it is his; said twice, it is done once."""
    with transaction.atomic():
        held = InboundMessage.objects.filter(
            pk=message.pk, state=State.HELD, reason__in=ASKED_ABOUT
        )
        if held.update(state=State.WAITING, once=None):
            message.refresh_from_db()
            _read(message, sure=True)


def post_after_all(message_id: int, user: User) -> bool:
    """Post the word of his that was taken for a command; return whether there was such a mail."""
    with transaction.atomic():
        done = InboundMessage.objects.filter(
            pk=message_id, user=user, state=State.DONE, reason=Reason.COMMAND
        )
        if not done.update(state=State.WAITING, once=None):
            return False
        _read(InboundMessage.objects.get(pk=message_id), sure=True, as_post=True)
    return True


def _read(message: InboundMessage, *, sure: bool = False, as_post: bool = False) -> None:
    """Settle a message; `sure` when the person himself said that it is his."""
    arrival = Arrival(message, read(bytes(message.content or b"")), as_post=as_post)
    try:
        with transaction.atomic():
            # Two readers at once: the second waits, and finds it settled.
            states = InboundMessage.objects.select_for_update().values_list("state", flat=True)
            if states.get(pk=message.pk) == State.WAITING:
                settle(arrival, sure=sure)
    except IntegrityError:
        if not InboundMessage.objects.filter(once=arrival.once).exclude(pk=message.pk).exists():
            raise
        message.refresh_from_db()
        message.settle(State.DONE, reason=Reason.DUPLICATE)
