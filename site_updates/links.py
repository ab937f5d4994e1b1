"""The link of a prompt: "Not this time", and not to be asked any more."""

from django.conf import settings
from django.urls import reverse

from core.signed_links import make_short_token, read_short_token

ACT = "site-update"


def prompt_url(community_id: int, prompt_id: int) -> str:
    """Return the address of the page with these two buttons. It works for ever, and fits into a header."""
    token = make_short_token(ACT, community_id, prompt_id)
    return settings.SITE_URL + reverse("site_updates:prompt", args=[token])


def prompt_ids(token: str) -> tuple[int, int] | None:
    """Return community id and prompt id that the token names; None if it is not ours."""
    numbers = read_short_token(ACT, token)
    return (numbers[0], numbers[1]) if numbers and len(numbers) == 2 else None
