"""The links of mails about meetings: each for one person and one act."""

from functools import cache

from django.conf import settings
from django.urls import reverse

from core.signed_links import make_short_token, read_short_token
from meetings.models import Answer

LATE = "late"
SAID = (*Answer.values, LATE)
STOP = "meeting-stop"
FILE = "meeting-file"
HOLE = "0"


def answer_url(said: str, *, community: int, member: int, series: int, meeting: int = 0) -> str:
    """Return the page with one button that says this, of one meeting or (0) of the whole series."""
    token = make_short_token(f"meeting.{said}", community, member, series, meeting)
    return settings.SITE_URL + _path("meetings:answer_by_mail", said).replace(
        f"/{HOLE}/", f"/{token}/"
    )


def answer_ids(said: str, token: str) -> tuple[int, int, int, int] | None:
    """Return ids of community, membership, series and meeting (or 0); None if it is none of ours."""
    numbers = read_short_token(f"meeting.{said}", token) if said in SAID else None
    if numbers is None or len(numbers) != 4:
        return None
    return numbers[0], numbers[1], numbers[2], numbers[3]


def stop_url(*, community: int, member: int, series: int) -> str:
    """Return the page at which one is not invited to a series any more. It fits into a header."""
    token = make_short_token(STOP, community, member, series)
    return settings.SITE_URL + _path("meetings:stop_by_mail").replace(f"/{HOLE}/", f"/{token}/")


def stop_ids(token: str) -> tuple[int, int, int] | None:
    """Return ids of community, membership and series; None if it is none of ours."""
    numbers = read_short_token(STOP, token)
    return (numbers[0], numbers[1], numbers[2]) if numbers and len(numbers) == 3 else None


def file_url(*, community: int, member: int, file: int) -> str:
    """Return where one person opens a file beside a series, as long as he sees that."""
    token = make_short_token(FILE, community, member, file)
    return settings.SITE_URL + _path("meetings:file_by_mail").replace(f"/{HOLE}/", f"/{token}/")


def file_ids(token: str) -> tuple[int, int, int] | None:
    """Return ids of community, membership and file; None if it is none of ours."""
    numbers = read_short_token(FILE, token)
    return (numbers[0], numbers[1], numbers[2]) if numbers and len(numbers) == 3 else None


@cache
def _path(name: str, *args: str) -> str:
    return reverse(name, args=[*args, HOLE])
