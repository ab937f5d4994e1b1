"""The number by which a request is found again in every log line that it caused."""

import re
import uuid

from structlog.contextvars import get_contextvars

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")


def request_id_of(offered: str | None) -> str:
    """Return the id that the proxy offers if it is well-formed, else a new one."""
    return offered if offered and WELL_FORMED.fullmatch(offered) else uuid.uuid4().hex


def current_request_id() -> str | None:
    """Return the id of the request (or of the request that asked for this task), if any."""
    found = get_contextvars().get("request_id")
    return str(found) if found else None
