"""Whether a mail is its sender's: by what the mail server before us found (RFC 8601), and his addresses."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User
from core.prepared import prepared
from mailroom.reading import ReadMail

_DMARC = re.compile(r"\bdmarc\s*=\s*(\w+)", re.IGNORECASE)


def dmarc_of(mail: ReadMail) -> str:
    """Return what our own mail server found by DMARC (RFC 7489): "pass", "fail", "none" or nothing.

    Only what it wrote itself counts (INBOUND_AUTHSERV names it): anybody can write such a header.
    """
    for value in mail.headers.get("authentication-results", ()):
        name, _semicolon, results = value.partition(";")
        if settings.INBOUND_AUTHSERV and name.split()[:1] == [settings.INBOUND_AUTHSERV]:
            found = _DMARC.search(results)
            return found[1].lower() if found else ""
    return ""


def is_believed(mail: ReadMail, *, is_public: bool) -> bool:
    """Return whether it is taken for its sender's: the address he alone knows vouches for him."""
    found = dmarc_of(mail)
    return found == "pass" if is_public else found != "fail"


def is_his(user: User, sender: str) -> bool:
    """Return whether it comes from an address that the person has shown to be his."""
    return bool(_his(user, sender))


@prepared
def _his(user: User, sender: str) -> QuerySet[EmailAddress, tuple[Any, ...]]:
    his: QuerySet[EmailAddress, Any] = EmailAddress.objects.filter(
        user_id=user.pk, verified=True, email__iexact=sender
    )
    return his.values_list("pk")[:1]
