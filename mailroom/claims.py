"""The link by which a person says that a held mail is his."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from core.signed_links import make_token

CLAIM = "claim-message"
# As long as the mail itself is kept.
CLAIM_LASTS = timedelta(days=30)


def claim_url(message_id: int, user_id: int) -> str:
    """Return the address of the page with the button."""
    token = make_token(CLAIM, message=message_id, user=user_id)
    return settings.SITE_URL + reverse("mailroom:claim", args=[token])
