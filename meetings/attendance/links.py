"""The link of a reminder with which one says that one is there: one person, one meeting."""

from django.conf import settings
from django.urls import reverse

from core.signed_links import make_short_token, read_short_token

ACT = "meeting.here"


def here_url(*, community: int, member: int, meeting: int) -> str:
    """Return the page with the one button that says so."""
    token = make_short_token(ACT, community, member, meeting)
    return settings.SITE_URL + reverse("meetings:here_by_mail", args=[token])


def here_ids(token: str) -> tuple[int, int, int] | None:
    """Return ids of community, membership and meeting; None if it is none of ours."""
    numbers = read_short_token(ACT, token)
    return (numbers[0], numbers[1], numbers[2]) if numbers and len(numbers) == 3 else None
