"""The address to which another server returns a mail of ours: one for each mail (VERP).

It is the sender of the envelope (MAIL FROM) and stands in no header that we write. Its token is
signed, so that only who got the mail, or carried it, can report on it; a report that names no mail
of ours counts for nothing, whoever it is about.
"""

import re

from django.conf import settings

from core.signed_links import make_mailbox_token, read_mailbox_token
from notifications.models import OutgoingMail

ACT = "bounce"
PREFIX = "bounce+"
_OURS = re.compile(rf"{re.escape(PREFIX)}([a-z2-7]{{20,40}})", re.IGNORECASE)


def bounce_address(mail: OutgoingMail) -> str:
    """Return the envelope's sender of a mail: under 64 small letters before the @.

    Where this site receives no mail (no INBOUND_HOST), that of all its mails.
    """
    if not settings.INBOUND_HOST:
        return settings.DEFAULT_FROM_EMAIL
    return f"{PREFIX}{make_mailbox_token(ACT, mail.pk)}@{settings.INBOUND_HOST}"


def mail_returned_to(address: str) -> OutgoingMail | None:
    """Return the mail that such an address was made for, or None if it is none of ours."""
    local, _at, host = address.rpartition("@")
    found = _OURS.fullmatch(local)
    if found is None or host.lower() != settings.INBOUND_HOST.lower():
        return None
    numbers = read_mailbox_token(ACT, found[1])
    if numbers is None:
        return None
    mails = OutgoingMail.objects.select_related("user", "community").defer("content")
    return mails.filter(pk=numbers[0]).first()
