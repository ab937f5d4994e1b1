"""Hand the mails of one batch over while the next is made: both mostly wait, for different servers.

Nothing rests on it: what is not sent here waits in its row, as any mail does.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections

from notifications.sending import send_waiting

logger = logging.getLogger(__name__)


@contextmanager
def sent_meanwhile() -> Iterator[Callable[[], None]]:
    """Give what says that mails are stored; end when those that can be sent are.

    The thread that sends them begins with the first call, and has a database connection of its own.
    """
    sender = _Sender()
    try:
        yield sender.more_waits
    finally:
        sender.finish()


class _Sender:
    def __init__(self) -> None:
        self._waits = threading.Event()
        self._finished = False
        self._thread: threading.Thread | None = None

    def more_waits(self) -> None:
        self._waits.set()
        if self._thread is None:
            # Should we be ended, it must not keep the process.
            self._thread = threading.Thread(target=self._send, name="mails", daemon=True)
            self._thread.start()

    def finish(self) -> None:
        self._finished = True
        self._waits.set()
        if self._thread is not None:
            self._thread.join()

    def _send(self) -> None:
        try:
            last = False
            while not last:
                self._waits.wait()
                self._waits.clear()
                # Asked before sending: what is stored until then is sent in this round.
                last = self._finished
                send_waiting()
        except Exception:
            logger.exception("digest: mails wait for the next tick")
        finally:
            connections.close_all()
