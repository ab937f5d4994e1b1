"""The links that a mail of this community carries: to stop such mails, and to get other ones."""

from datetime import timedelta
from functools import cache

from django.conf import settings
from django.urls import reverse

from communities.models import Membership
from core.signed_links import make_short_token, make_token, read_short_token

STOP = "stop-notices"
LEVEL = "level"
# Its page is that of a higher app, found by its name.
CHOICES = "pace"
LEVEL_LINK_LASTS = timedelta(days=90)
HOLE = "0"


def stop_url(member: Membership) -> str:
    """Return the address at which mails at once stop. It works for ever, and fits into a header."""
    token = make_short_token(STOP, member.community_id, member.pk)
    return settings.SITE_URL + _path("notifications:stop_short").replace(HOLE, token)


def stop_ids(token: str) -> tuple[int, int] | None:
    """Return community id and membership id that the token names; None if it is not ours."""
    numbers = read_short_token(STOP, token)
    return (numbers[0], numbers[1]) if numbers and len(numbers) == 2 else None


def choices_url(user_id: int) -> str:
    """Return the address at which this person chooses which mails he gets, and how often."""
    token = make_token(CHOICES, user=user_id)
    return settings.SITE_URL + _path("digests:pace").replace(HOLE, token)


def level_url(member: Membership, kind: str, object_id: int) -> str:
    """Return the address at which this member chooses which mails of a thing he gets."""
    ids = {kind: object_id}
    token = make_token(LEVEL, community=member.community_id, member=member.pk, **ids)
    return settings.SITE_URL + _path("notifications:level").replace(HOLE, token)


@cache
def _path(name: str) -> str:
    return reverse(name, args=[HOLE])
