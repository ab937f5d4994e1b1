"""What a mail provider tells of our mails, and the mails it takes in for us.

Anymail's own views check that a call is the provider's (its signature, or the password in the
address) before any of this is called, so that it needs no token of the mail. What fails here is
answered with 500, and the provider comes again.
"""

from email.utils import getaddresses
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import HttpRequest

from mailroom.models import Door
from mailroom.receiving import is_ours, receive
from notifications.delivery_faults import Fault, fault_of, status_in
from notifications.suppression import note_complaint, note_delivery, note_failure

# Words of anymail.signals.RejectReason, where the other server's own are not passed on.
_REASONS = {"invalid": Fault.HARD, "blocked": Fault.NONE, "spam": Fault.NONE}


def note_event(event: Any, **_signal: object) -> None:
    """Count what became of a mail: anymail.signals.AnymailTrackingEvent."""
    address = event.recipient
    if not address:
        return
    if event.event_type == "complained":
        note_complaint(address)
    elif event.event_type in {"bounced", "rejected"}:
        said = str(event.mta_response or event.description or "")
        note_failure(address, _fault(said, event.reject_reason), said)
    elif event.event_type == "delivered":
        note_delivery(address)


def _fault(said: str, reason: str | None) -> Fault:
    if status_in(said):
        return fault_of(status_in(said), said)
    return _REASONS.get(reason or "", Fault.SOFT)


def store_mail(event: Any, **_signal: object) -> None:
    """Store a mail that came to the provider, before it is told that we have it.

    Raises SuspiciousOperation (400) for one that is not to an address of ours, or too large.
    """
    message = event.message
    content = _raw(event)
    named = [message.envelope_recipient or ""]
    if not is_ours(named[0]):
        fields = [str(value) for name in ("To", "Cc", "Bcc") for value in message.get_all(name, [])]
        named = [address for _name, address in getaddresses(fields)]
    recipients = [address for address in named if is_ours(address)]
    if not recipients:
        raise SuspiciousOperation("A provider sent a mail that is to no address of ours.")
    if len(content) > settings.INBOUND_MAX_MB * 1024 * 1024:
        raise SuspiciousOperation("A provider sent a mail that is too large.")
    with transaction.atomic():
        receive(
            content,
            recipients=list(dict.fromkeys(recipients)),
            sender=message.envelope_sender or "",
            door=Door.PROVIDER,
        )


def _raw(event: Any) -> bytes:
    """Return the bytes that came; rebuilt from its parts if the provider sends only those."""
    given = event.esp_event
    raw = given.POST.get("body-mime") if isinstance(given, HttpRequest) else None
    if isinstance(given, dict):
        raw = given.get("RawEmail")
    if isinstance(raw, str):
        return raw.encode("utf-8", "surrogateescape")
    return bytes(event.message.as_bytes())
