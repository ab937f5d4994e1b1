"""The line under a person's name."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from communities.models.role import Role


def line_of(roles: "Iterable[Role]", site: str, standing: str) -> str:
    """Return "superintendent, Northbank"; of somebody without a role, what he is here instead.

    `site` is the name of a site or empty, `standing` a value of Membership.standing.
    """
    words = [role.label for role in roles] or _instead(standing)
    return ", ".join([*words, site] if site else words)


def _instead(standing: str) -> list[str]:
    if standing == "guest":
        return [_("guest")]
    if standing == "member":
        return []
    return [_("keeps the community going")]
