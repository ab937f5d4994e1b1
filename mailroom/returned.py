"""Reports about mails of ours: what came back, and what its reader called junk.

Which mail is meant says the address that the report came to, which only that mail's envelope had
(notifications.bounce_addresses), or its Message-ID in what the report returns. The latter stands in
each answer to the mail too, so that more people know it: alone it counts as a passing fault, and
only if the report is about the mail's own address. A report that names no mail of ours within a
month of it counts for nothing.
"""

from datetime import timedelta

from django.utils import timezone

from mailroom.arrivals import Arrival
from mailroom.automatic import Judgement, Kind
from mailroom.reasons import Reason
from notifications.bounce_addresses import mail_returned_to
from notifications.delivery_faults import Fault
from notifications.models import OutgoingMail
from notifications.suppression import note_complaint, note_failure

REPORTED_WITHIN = timedelta(days=30)


def settle_report(arrival: Arrival, found: Judgement) -> bool:
    """Count a report on a mail of ours and settle it; return whether the message was one."""
    if found.kind not in {Kind.BOUNCE, Kind.COMPLAINT}:
        return False
    mail = _by_address(arrival)
    known = mail is not None
    mail = mail or _by_message_id(arrival)
    if mail is None or mail.created_at < timezone.now() - REPORTED_WITHIN:
        return False
    arrival.message.community = mail.community
    if found.kind is Kind.COMPLAINT:
        # Nobody is named in the log: it is no facilitator's business what somebody calls junk.
        note_complaint(mail.to)
        arrival.done(reason=Reason.COMPLAINT)
        return True
    arrival.message.user = mail.user
    note_failure(mail.to, _fault(found, mail, known=known), _said(found))
    arrival.done(reason=Reason.BOUNCE)
    return True


def _by_address(arrival: Arrival) -> OutgoingMail | None:
    """Return the mail whose envelope is named: by where the report came to, or in a complaint."""
    fields = arrival.mail.report[0] if arrival.mail.report else {}
    named = [
        arrival.message.recipient,
        fields.get("original-mail-from", ""),
        arrival.mail.returned.get("return-path", ""),
    ]
    found = (mail_returned_to(address.strip("<> ")) for address in named)
    return next((mail for mail in found if mail), None)


def _by_message_id(arrival: Arrival) -> OutgoingMail | None:
    message_id = arrival.mail.returned.get("message-id", "").strip()
    if not message_id:
        return None
    mails = OutgoingMail.objects.select_related("user", "community").defer("content")
    return mails.filter(message_id=message_id).first()


def _fault(found: Judgement, mail: OutgoingMail, *, known: bool) -> Fault:
    """Return the worst that is reported; a report without particulars is a passing fault.

    Who forwards his mail bounces under another address: the envelope says whose mail it was.
    """
    faults = {bounce.fault for bounce in found.bounces} or {Fault.SOFT}
    worst = next(fault for fault in Fault if fault in faults)
    if known:
        return worst
    if mail.to.lower() not in {bounce.address for bounce in found.bounces}:
        return Fault.NONE
    return Fault.NONE if worst is Fault.NONE else Fault.SOFT


def _said(found: Judgement) -> str:
    said = (f"{bounce.status} {bounce.diagnostic}".strip() for bounce in found.bounces)
    return next(said, "")
