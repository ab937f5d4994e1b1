"""The link of a mail at which somebody says that something still holds."""

from django.urls import reverse

from core.signed_links import make_short_token, read_short_token

ACT = "still-holds"


def holding_path(community_id: int, member_id: int, resource_id: int) -> str:
    """Return the address of the page on which he says it, without the host. It lasts."""
    token = make_short_token(ACT, community_id, member_id, resource_id)
    return reverse("knowledge:holding", args=[token])


def holding_ids(token: str) -> tuple[int, int, int] | None:
    """Return the ids of community, member and resource; None if the token is not ours."""
    numbers = read_short_token(ACT, token)
    return (numbers[0], numbers[1], numbers[2]) if numbers and len(numbers) == 3 else None
