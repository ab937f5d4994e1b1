"""The link of a mail at which somebody says whether he may be quoted."""

from django.conf import settings
from django.urls import reverse

from core.signed_links import make_short_token, read_short_token

ACT = "quoted"


def quoted_path(community_id: int, person_id: int) -> str:
    """Return the address of the page on which he answers, without the host. It lasts."""
    return reverse("knowledge:quoted", args=[make_short_token(ACT, community_id, person_id)])


def quoted_url(community_id: int, person_id: int) -> str:
    return settings.SITE_URL + quoted_path(community_id, person_id)


def quoted_ids(token: str) -> tuple[int, int] | None:
    """Return community id and the id of the person quoted; None if the token is not ours."""
    numbers = read_short_token(ACT, token)
    return (numbers[0], numbers[1]) if numbers and len(numbers) == 2 else None
