"""Open the community's scope round a request to /c/<slug>/…, rendering included."""

import re
from collections.abc import Callable

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from communities.arrival import member_of
from communities.scope import scope_at

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
        with scope_at(match["slug"]) as community:
            if community is not None:
                request.community = community  # type: ignore[attr-defined]
                if request.user.is_authenticated:
                    request.member = member_of(community, request.user)  # type: ignore[attr-defined]
                response = self.get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
                return response
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, kwargs: dict[str, object]
    ) -> None:
        if "slug" in kwargs and PATH.match(request.path_info) and not request.community:  # type: ignore[attr-defined]
            raise Http404
