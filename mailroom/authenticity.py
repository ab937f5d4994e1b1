"""What the mail server before us found out about a sender: RFC 8601."""

import re

from django.conf import settings

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
