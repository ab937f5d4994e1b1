"""The links of mails that ask how a meeting was: each for one person and one meeting."""

from django.conf import settings
from django.urls import reverse

from core.signed_links import make_short_token, read_short_token

ACT = "meeting.feedback"
# Instead of an answer, where the page opens with none.
UNMARKED = "open"


def feedback_url(said: str, *, community: int, member: int, meeting: int) -> str:
    """Return the page on which this is marked already; it is said with a button there."""
    token = make_short_token(ACT, community, member, meeting)
    return settings.SITE_URL + reverse("meetings:feedback_by_mail", args=[said, token])


def feedback_ids(token: str) -> tuple[int, int, int] | None:
    """Return ids of community, membership and meeting; None if it is none of ours."""
    numbers = read_short_token(ACT, token)
    return (numbers[0], numbers[1], numbers[2]) if numbers and len(numbers) == 3 else None
