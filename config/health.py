"""`/healthz`: this process answers. `/readyz`: it can serve people, or which part is not well.

Answered before every other middleware: no host name, session, cookie or redirect is in the way,
since those who ask are balancers and supervisors with bare addresses.
"""

import logging
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from kombu import Connection
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

SECONDS = 1
WELL = "ok"


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answers = {"/healthz": healthz, "/readyz": readyz}
        if request.path_info not in answers:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = answers[request.path_info]()
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def healthz() -> HttpResponse:
    """Touch nothing: a process whose database is away must not be killed for it."""
    return JsonResponse({"alive": True})


def readyz() -> HttpResponse:
    """Return 200 when people can be served, else 503; each part says in a word how it is."""
    database = {"database": WELL, "migrations": WELL}
    try:
        missing = _expected_migrations() - _applied_migrations()
    except Exception:
        # Also a role that the start-up check refuses: not ready, and the log says why.
        logger.exception("the database does not answer")
        connection.close()
        database = {"database": "does not answer", "migrations": "unknown"}
    else:
        if missing:
            database["migrations"] = f"{len(missing)} not applied"
    parts = {**database, "broker": _broker()}
    ready = all(state == WELL for state in parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


@cache
def _expected_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations of this process's code; they do not change while it runs."""
    return frozenset(MigrationLoader(None).graph.nodes)


def _applied_migrations() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


def _broker() -> str:
    options = {
        **getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {}),
        "socket_timeout": SECONDS,
        "socket_connect_timeout": SECONDS,
    }
    try:
        with Connection(settings.CELERY_BROKER_URL, transport_options=options) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=SECONDS)
    except (OperationalError, OSError):
        logger.warning("the broker does not answer")
        return "does not answer"
    return WELL
