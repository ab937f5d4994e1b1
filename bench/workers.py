"""Processes that work side by side, as the workers of an installation do."""

import multiprocessing
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.pool import Pool
from multiprocessing.synchronize import Barrier, Event

import django
from django.db import connection

# One for each processor of the machine that the goals are stated for.
WORKERS = 2


class Workers:
    """What so many processes can be asked to do; made by `workers`."""

    def __init__(self, pool: Pool, ended: Event) -> None:
        self._pool = pool
        self._ended = ended

    def do(self, due: Sequence[int]) -> None:
        """Do pieces of due work by their ids, each by whoever is free."""
        self._pool.map(_do, due, chunksize=1)

    @contextmanager
    def sending(self, port: int) -> Iterator[None]:
        """Let one of them hand over what waits, to the mail server on this port, until the block ends."""
        self._ended.clear()
        sent = self._pool.apply_async(_send, [port])
        try:
            yield
        finally:
            self._ended.set()
            sent.get()


@contextmanager
def workers(count: int = WORKERS) -> Iterator[Workers]:
    """Give processes that are ready, with connections of their own; they end with the block."""
    spawn = multiprocessing.get_context("spawn")
    ready, ended = spawn.Barrier(count + 1), spawn.Event()
    with spawn.Pool(count, _begin, [ready, ended]) as pool:
        ready.wait()
        yield Workers(pool, ended)


# What a worker shares with the process that began it.
_ended: Event


def _begin(ready: Barrier, ended: Event) -> None:
    global _ended  # noqa: PLW0603
    _ended = ended
    django.setup()
    connection.ensure_connection()
    ready.wait()


# What needs the models is not there before django.setup().


def _do(pk: int) -> None:
    from communities.due_work import do_one  # noqa: PLC0415

    do_one(pk)


def _send(port: int) -> None:
    from bench.digests import hand_to  # noqa: PLC0415
    from notifications.sending import send_waiting  # noqa: PLC0415

    hand_to(port)
    while not _ended.is_set():
        if not send_waiting():
            time.sleep(0.02)
