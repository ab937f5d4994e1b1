"""One log line a request, and its number in everything that is logged meanwhile."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars

from config.request_id import HEADER, request_id_of

# Asked for all day long, and no news.
QUIET = (settings.STATIC_URL, "/healthz", "/readyz")
logger = logging.getLogger("porchlight.request")


class RequestLogMiddleware:
    """Give the request its id, and log how it ended. Stands before every other middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        clear_contextvars()
        request.request_id = request_id_of(request.headers.get(HEADER))  # type: ignore[attr-defined]
        bind_contextvars(request_id=request.request_id)  # type: ignore[attr-defined]
        begun = time.perf_counter()
        response = self.get_response(request)
        response.headers[HEADER] = request.request_id  # type: ignore[attr-defined]
        ms = round((time.perf_counter() - begun) * 1000, 1)
        bind_contextvars(**_who_and_where(request))
        logger.log(
            logging.DEBUG if request.path.startswith(QUIET) else logging.INFO,
            "request",
            extra={
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "ms": ms,
            },
        )
        clear_contextvars()
        return response

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> None:
        """Name person and community in what the view logs."""
        bind_contextvars(**_who_and_where(request))


def _who_and_where(request: HttpRequest) -> dict[str, Any]:
    community = getattr(request, "community", None)
    # Only if somebody asked already: a log line asks the database for nothing.
    user = getattr(request, "_cached_user", None)
    return {
        "community": community.slug if community else None,
        "user": user.pk if user is not None else None,
    }
