"""The links that a digest carries: to stop it, and to change how often it comes."""

from datetime import timedelta
from functools import cache

from django.conf import settings
from django.urls import reverse

from core.signed_links import make_short_token, read_short_token
from notifications.links import CHOICES, choices_url

UNSUBSCRIBE = "unsubscribe"
PACE = CHOICES
HOLE = "0"
PACE_LINK_LASTS = timedelta(days=90)


def unsubscribe_url(user_id: int, community_id: int = 0) -> str:
    """Return the address at which this person's digests stop, of one community or (0) of all.

    It works for ever, and is short: a token of a header over 77 characters would be encoded by
    mail programs on the way, and the link would not be found.
    """
    token = make_short_token(UNSUBSCRIBE, user_id, community_id)
    return settings.SITE_URL + _path("digests:unsubscribe_short").replace(HOLE, token)


def unsubscribe_ids(token: str) -> tuple[int, int] | None:
    """Return user id and community id (0: all) that the token names; None if it is not ours."""
    numbers = read_short_token(UNSUBSCRIBE, token)
    return (numbers[0], numbers[1]) if numbers and len(numbers) == 2 else None


def pace_url(user_id: int) -> str:
    """Return the address at which this person chooses how often the digest comes."""
    return choices_url(user_id)


@cache
def _path(name: str) -> str:
    """Return the path with a hole for the token: thousands are made in a row."""
    return reverse(name, args=[HOLE])
