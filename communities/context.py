"""What every template knows of the community."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from communities.switcher import my_communities


def community(request: HttpRequest) -> dict[str, Any]:
    """Give templates the community, the member, and (asked for only if used) all his communities."""
    return {
        "community": getattr(request, "community", None),
        "member": getattr(request, "member", None),
        "my_communities": SimpleLazyObject(lambda: my_communities(request.user)),
    }
