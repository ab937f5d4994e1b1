"""The link by which somebody leaves without signing in."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from core.signed_links import make_token

LEAVING = "leaving"
LEAVING_LINK_LASTS = timedelta(days=90)


def leaving_url(user_id: int, community_id: int) -> str:
    """Return the address of the page on which this person leaves a community, or all."""
    token = make_token(LEAVING, user=user_id, community=community_id)
    return settings.SITE_URL + reverse("communities:leave_by_link", args=[token])
