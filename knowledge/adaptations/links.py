"""The links of a mail that asks what came of it: each for one person and one answer."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from core.signed_links import make_token, read_token

LATER = "later"
UNUSED = "unused"
LASTS = timedelta(days=90)


def outcome_url(said: str, *, community: int, member: int, adaptation: int) -> str:
    """Return the page with one button that says this: an outcome, "later", or "unused"."""
    token = make_token(f"outcome.{said}", c=community, m=member, a=adaptation)
    return settings.SITE_URL + reverse("knowledge:outcome_by_mail", args=[said, token])


def outcome_ids(said: str, token: str) -> tuple[int, int, int] | None:
    """Return the ids of community, membership and adaptation; None if it is none of our links.

    Raises StaleLinkError for one that is too old.
    """
    ids = read_token(f"outcome.{said}", token, max_age=LASTS)
    return (ids["c"], ids["m"], ids["a"]) if ids else None
