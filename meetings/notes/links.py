"""The link of a mail that says of one thing to do that it is done; it opens a page with one button."""

from functools import cache

from django.conf import settings
from django.urls import reverse

from core.signed_links import make_short_token, read_short_token

ACT = "meeting.action_done"
HOLE = "0"


def done_url(*, community: int, member: int, item: int) -> str:
    """Return the page with the button, for one person and one thing to do."""
    token = make_short_token(ACT, community, member, item)
    return settings.SITE_URL + _path().replace(f"/{HOLE}/", f"/{token}/")


def done_ids(token: str) -> tuple[int, int, int] | None:
    """Return ids of community, membership and item; None if it is none of ours."""
    numbers = read_short_token(ACT, token)
    return (numbers[0], numbers[1], numbers[2]) if numbers and len(numbers) == 3 else None


@cache
def _path() -> str:
    return reverse("meetings:done_by_mail", args=[HOLE])
