"""What is said at start-up when mails could not be unsubscribed from."""

from typing import Any

from django.core.checks import Warning as CheckWarning

from digests.links import unsubscribe_url

LONGEST_WORD = 77


def unsubscribe_link_fits(**_what: Any) -> list[CheckWarning]:
    """Warn if SITE_URL is so long that mail servers may break the link in List-Unsubscribe."""
    length = len(f"<{unsubscribe_url(2**27)}>")
    if length <= LONGEST_WORD:
        return []
    return [
        CheckWarning(
            f"SITE_URL is {length - LONGEST_WORD} characters too long for the link that mail "
            "programs unsubscribe by: on its way it may be broken.",
            hint="Serve the site under a shorter host name.",
            id="digests.W001",
        )
    ]
