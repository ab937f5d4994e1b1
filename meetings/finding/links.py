"""The links of mails that ask for a time: each for one person and one act."""

from functools import cache

from django.conf import settings
from django.urls import reverse

from core.signed_links import make_short_token, read_short_token

TICK, STOP = "times", "times-stop"
HOLE = "0"
type Ids = tuple[int, int, int]


def tick_url(*, community: int, member: int, poll: int) -> str:
    """Return the page on which this person says which times suit him."""
    return _url("meetings:times_by_mail", make_short_token(TICK, community, member, poll))


def stop_url(*, community: int, member: int, poll: int) -> str:
    """Return the page at which one gets no more mails about it. It fits into a header."""
    return _url("meetings:stop_times_by_mail", make_short_token(STOP, community, member, poll))


def ids_in(act: str, token: str) -> Ids | None:
    """Return ids of community, membership and poll; None if it is none of ours for this act."""
    numbers = read_short_token(act, token)
    return (numbers[0], numbers[1], numbers[2]) if numbers and len(numbers) == 3 else None


def _url(name: str, token: str) -> str:
    return settings.SITE_URL + _path(name).replace(f"/{HOLE}/", f"/{token}/")


@cache
def _path(name: str) -> str:
    return reverse(name, args=[HOLE])
