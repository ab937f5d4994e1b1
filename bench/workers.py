"""Processes that work side by side, as the workers of an installation do."""

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from multiprocessing.pool import Pool
from multiprocessing.synchronize import Barrier

import django
from django.db import connection

from config.forks import load_for_all

# One for each processor of the machine that the goals are stated for.
WORKERS = 2


class Workers:
    """What so many processes can be asked to do; made by `workers`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def do(self, due: Sequence[int]) -> None:
        """Do pieces of due work by their ids, each by whoever is free."""
        self._pool.map(_do, due, chunksize=1)

    @contextmanager
    def digests(self, port: int, now: datetime) -> Iterator[None]:
        """Let one of them make digests too, and hand them to the mail server on this port."""
        made = self._pool.apply_async(_make_digests, [port, now])
        yield
        made.get()


@contextmanager
def workers(count: int = WORKERS) -> Iterator[Workers]:
    """Give processes that are ready, with connections of their own; they end with the block."""
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Barrier(count + 1)
    with spawn.Pool(count, _begin, [ready]) as pool:
        ready.wait()
        yield Workers(pool)


def _begin(ready: Barrier) -> None:
    django.setup()
    load_for_all()
    connection.ensure_connection()
    ready.wait()


# What needs the models is not there before django.setup().


def _do(pk: int) -> None:
    from communities.due_work import do_one  # noqa: PLC0415

    do_one(pk)


def _make_digests(port: int, now: datetime) -> None:
    from bench.digests import hand_to  # noqa: PLC0415
    from digests.actions import compose_and_send  # noqa: PLC0415

    hand_to(port)
    compose_and_send(now)
