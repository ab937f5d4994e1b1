"""Links in mails about meetings, each for one person and one act, and the pages behind them."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation

from communities.arrival import member_of
from communities.models import Membership
from communities.scope import scope
from core.signed_links import make_short_token, read_short_token
from core.timezones import zone_named

HOLE = "0"


def mailed_url(page: str, act: str, *ids: int, said: str = "") -> str:
    """Return the address of a page for one person: ids of community and membership, then of things.

    `said` is what stands in the address before the token. It fits into a header.
    """
    token = make_short_token(act, *ids)
    return settings.SITE_URL + _path(page, said).replace(f"/{HOLE}/", f"/{token}/")


@contextmanager
def mailed_person(
    act: str, token: str, *, things: int = 1
) -> Iterator[tuple[Membership, list[int]]]:
    """Give the person of a link, and the ids of so many things, in his community's scope.

    In his language and on his clock, without signing in: the token is the permission. Raises
    Http404 for a token that is none of ours for this act, and for who is no member now.
    """
    ids = read_short_token(act, token)
    if ids is None or len(ids) != 2 + things:
        raise Http404
    with scope(ids[0]):
        known = Membership.objects.select_related("user", "community").filter(pk=ids[1]).first()
        member = member_of(known.community, known.user) if known and known.user.is_active else None
        if member is None:
            raise Http404
        zone = zone_named(member.user.time_zone)
        with translation.override(member.user.language), timezone.override(zone):
            yield member, ids[2:]


@cache
def _path(page: str, said: str) -> str:
    return reverse(f"meetings:{page}", args=[said, HOLE] if said else [HOLE])
