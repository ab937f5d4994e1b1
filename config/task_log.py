"""One log line a task, with the number of the request that it goes back to."""

import logging
import time
from typing import Any

from celery import signals
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

from config.request_id import current_request_id

logger = logging.getLogger("porchlight.task")


def connect() -> None:
    """Listen to Celery: what is sent, begun and ended."""
    signals.setup_logging.connect(_leave_logging_to_django, dispatch_uid="porchlight")
    signals.before_task_publish.connect(_send_request_id, dispatch_uid="porchlight")
    signals.task_prerun.connect(_begin, dispatch_uid="porchlight")
    signals.task_postrun.connect(_end, dispatch_uid="porchlight")


def _leave_logging_to_django(**_signal: Any) -> None:
    """Connected, it keeps Celery from setting up logging of its own."""


def _send_request_id(*, headers: dict[str, Any], **_signal: Any) -> None:
    if found := current_request_id():
        headers["request_id"] = found


def _begin(*, task: Any, task_id: str, **_signal: Any) -> None:
    if task.request.called_directly or task.request.is_eager:
        return
    clear_contextvars()
    bind_contextvars(
        task=task.name,
        task_id=task_id,
        request_id=task.request.get("request_id"),
        task_begun=time.perf_counter(),
    )


def _end(*, task: Any, state: str, **_signal: Any) -> None:
    if task.request.called_directly or task.request.is_eager:
        return
    begun = get_contextvars().get("task_begun")
    bind_contextvars(task_begun=None)
    ms = round((time.perf_counter() - begun) * 1000, 1) if begun else None
    # An empty look of each minute is no news.
    logger.info("task", extra={"state": state, "ms": ms})
    clear_contextvars()
