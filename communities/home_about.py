"""What the first page of a community says of the community itself: the ways to its pages."""

from typing import Any

from communities.access import MemberRequest
from communities.home import HomeSection, register_home_section


def about(request: MemberRequest) -> dict[str, Any]:
    """Links only: they cost no query."""
    return {
        "slug": request.community.slug,
        "is_facilitator": request.member.is_facilitator,
        "is_admin": request.member.is_admin,
    }


def register() -> None:
    register_home_section(
        HomeSection(order=90, template="communities/_home_about.html", find=about, aside=True)
    )
