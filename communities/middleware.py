"""Open the community's scope round a request to /c/<slug>/…, rendering included."""

import re
from collections.abc import Callable

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from communities.models.community import Community
from communities.models.membership import Membership
from communities.roles import roles_of
from communities.scope import scope

PATH = re.compile(r"^/c/(?P<slug>[-\w]+)/")


class ScopeMiddleware:
    """Set request.community and request.member; undo everything when the answer is a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.community = request.member = None  # type: ignore[attr-defined]
        match = PATH.match(request.path_info)
        if match is None:
            return self.get_response(request)
        community = Community.objects.filter(slug=match["slug"]).first()
        if community is None:
            return self.get_response(request)
        with scope(community):
            request.community = community  # type: ignore[attr-defined]
            request.member = _member(request, community)  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, kwargs: dict[str, object]
    ) -> None:
        if "slug" in kwargs and PATH.match(request.path_info) and not request.community:  # type: ignore[attr-defined]
            raise Http404


def _member(request: HttpRequest, community: Community) -> Membership | None:
    if not request.user.is_authenticated:
        return None
    member = (
        Membership.objects.active()
        .filter(community=community, user=request.user)
        .select_related("site")
        .with_role_ids()
        .first()
    )
    if member is not None:
        member.community = community
        member.user = request.user
        member.roles = roles_of(community, member.role_ids)
    return member
