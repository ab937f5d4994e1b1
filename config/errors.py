"""What a person sees when something is refused, missing or broken.

These pages ask nothing of the database, the session or the request's context: they must work when
one of those is what broke. The language is the one that was active when it happened.
"""

import sys
from collections.abc import Mapping

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

# SQLSTATE classes (PostgreSQL manual, appendix A): connection, resources, operator intervention.
AWAY = ("08", "53", "57P")
RETRY_AFTER = "120"  # seconds


def bad_request(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return _page(413)
    return _page(400)


def permission_denied(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say why not: the sentence that PermissionDenied was raised with."""
    return _page(403, {"exception": str(exception) if exception and exception.args else ""})


def page_not_found(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Give the number by which the fault is found in the log; 503 when the database is away."""
    context = {"request_id": getattr(request, "request_id", "")}
    if _database_is_away(sys.exc_info()[1]):
        response = _page(503, context)
        response.headers["Retry-After"] = RETRY_AFTER
        return response
    return _page(500, context)


def csrf_failure(_request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return _page(403, template="403_csrf.html")


def _page(
    status: int, context: Mapping[str, object] | None = None, template: str = ""
) -> HttpResponse:
    return HttpResponse(
        render_to_string(template or f"{status}.html", dict(context or {})), status=status
    )


def _database_is_away(fault: BaseException | None) -> bool:
    if not isinstance(fault, OperationalError | InterfaceError):
        return False
    code = getattr(fault.__cause__, "sqlstate", None)
    return code is None or code.startswith(AWAY)
