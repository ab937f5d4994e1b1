"""What nobody waits for: done when the page is on its way to the reader."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.core.signals import request_finished, request_started

logger = logging.getLogger(__name__)

type Work = Callable[[], None]

_here = threading.local()


def after_response(work: Work) -> None:
    """Do this once the response is sent; at once where nobody waits for one (worker, command).

    A process that is killed in between does not do it: it must be something that only hastens.
    """
    waiting: list[Work] | None = getattr(_here, "waiting", None)
    if waiting is None:
        work()
    else:
        waiting.append(work)


def _begin(**_signal: Any) -> None:
    _here.waiting = []


def _finish(**_signal: Any) -> None:
    waiting: list[Work] = getattr(_here, "waiting", None) or []
    _here.waiting = None
    for work in waiting:
        try:
            work()
        except Exception:
            # The reader has his page; nothing that comes after may look like a fault of it.
            logger.exception("something after a response failed")


request_started.connect(_begin, dispatch_uid="core.after_response")
request_finished.connect(_finish, dispatch_uid="core.after_response")
