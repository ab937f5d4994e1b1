"""Write down what is due, then nudge: promised work survives a dead broker and a killed worker."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from structlog.contextvars import bind_contextvars

from communities.models import Community, DueWork
from communities.scope import scope
from core.after_response import after_response

logger = logging.getLogger(__name__)

ATTEMPTS = 3
BATCH = 500
# A row handed to the queue is looked at again after this, if nobody did it.
SECOND_LOOK = timedelta(minutes=10)
# Our half of the key space of advisory locks; any constant will do.
LOCK_CLASS = 7201

_BEGIN = """
UPDATE communities_duework SET attempts = attempts + 1
WHERE id = %s AND NOT held AND attempts < %s RETURNING *"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: its handler gets the object's id, inside the community's scope if scoped."""

    name: str
    handler: Callable[[int], None]
    scoped: bool
    queue: str


_kinds: dict[str, Kind] = {}


def register_due_work(
    name: str, handler: Callable[[int], None], *, scoped: bool = True, queue: str = "default"
) -> None:
    """Say who does this kind of work; called from AppConfig.ready().

    A scoped handler runs in one transaction with the removal of its row: it happens once. One that
    is not scoped opens its own short transactions and must bear being run again.
    """
    _kinds[name] = Kind(name, handler, scoped, queue)


def registered_kinds() -> dict[str, Kind]:
    return dict(_kinds)


def due(
    kind: str, object_id: int, *, community: Community | None = None, at: datetime | None = None
) -> None:
    """Promise a piece of work in the caller's transaction; asking twice is the same as once.

    A time in the past is now: one of before the year 1 could not be read again.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO communities_duework"
            " (kind, community_id, object_id, attempts, due_at, held, last_error, created_at)"
            " VALUES (%s, %s, %s, 0, %s, false, '', now())"
            " ON CONFLICT (kind, community_id, object_id) DO UPDATE"
            " SET attempts = 0, held = false, due_at = least(communities_duework.due_at, excluded.due_at)",
            [kind, community.pk if community else None, object_id, max(at or now, now)],
        )
    if at is None:
        _have_it_done()


def due_many(kind: str, object_ids: Iterable[int], *, community: Community) -> None:
    """Promise the same kind of work for many rows, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO communities_duework"
            " (kind, community_id, object_id, attempts, due_at, held, last_error, created_at)"
            " SELECT %s, %s, wanted, 0, now(), false, '', now() FROM unnest(%s::bigint[]) AS wanted"
            " ON CONFLICT (kind, community_id, object_id) DO UPDATE"
            " SET attempts = 0, held = false, due_at = least(communities_duework.due_at, excluded.due_at)",
            [kind, community.pk, list(object_ids)],
        )
    _have_it_done()


def due_at_each(kind: str, moments: Mapping[int, datetime], *, community: Community) -> None:
    """Promise the same kind of work for many rows, each at its own time, in one statement.

    What was promised for earlier stays so: its handler finds it too early, and puts it off.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO communities_duework"
            " (kind, community_id, object_id, attempts, due_at, held, last_error, created_at)"
            " SELECT %s, %s, wanted, 0, at, false, '', now()"
            " FROM unnest(%s::bigint[], %s::timestamptz[]) AS given (wanted, at)"
            " ON CONFLICT (kind, community_id, object_id) DO UPDATE"
            " SET attempts = 0, held = false, due_at = least(communities_duework.due_at, excluded.due_at)",
            [kind, community.pk, list(moments), list(moments.values())],
        )


def _have_it_done() -> None:
    # One nudge a transaction: it finds all that is due.
    if not any(nudge in entry for entry in reversed(connection.run_on_commit)):
        transaction.on_commit(nudge, robust=True)


def put_off(kind: str, object_id: int, *, community: Community, until: datetime) -> None:
    """Of a handler that finds it too early: have this work done at that time instead."""
    # With its attempts back at 0, do_one() takes it for asked for again, and leaves the row.
    row = DueWork.objects.filter(kind=kind, community=community, object_id=object_id)
    row.update(attempts=0, due_at=until)


def nudge() -> None:
    """Hasten the look for due work, once the page that promised it is sent."""
    after_response(_nudge)


def _nudge() -> None:
    """When the broker is away, the tick of the minute finds what is due."""
    try:
        enqueue("communities.tasks.do_due_work")
    except (OperationalError, OSError):
        logger.warning("broker away: due work waits for the next tick")


def enqueue(task: str, *args: int, queue: str = "default") -> None:
    """Put a task on its queue, by name; raise OperationalError at once if the broker is away."""
    current_app.send_task(task, args=args, queue=queue, retry=False, ignore_result=True)


def find_due_work() -> int:
    """Hand every row that is due to the queue of its kind; return how many."""
    found = 0
    while True:
        with transaction.atomic():
            rows = list(
                DueWork.objects.filter(held=False, due_at__lte=timezone.now())
                .order_by("due_at", "pk")
                .select_for_update(skip_locked=True)[:BATCH]
            )
            DueWork.objects.filter(pk__in=[row.pk for row in rows]).update(
                due_at=timezone.now() + SECOND_LOOK
            )
            for row in rows:
                kind = _kinds.get(row.kind)
                enqueue("communities.tasks.do_one", row.pk, queue=kind.queue if kind else "default")
        found += len(rows)
        if len(rows) < BATCH:
            return found


def do_one(due_id: int) -> None:
    """Do one piece of due work, unless another worker is at it; hold it after three failures."""
    with _only_one(due_id) as mine:
        if not mine:
            return
        # Committed before the work starts: a task that kills its worker must not return forever.
        begun = list(DueWork.objects.raw(_BEGIN, [due_id, ATTEMPTS]))
        if not begun:
            DueWork.objects.filter(pk=due_id).update(held=True)
            return
        row = begun[0]
        bind_contextvars(community_id=row.community_id, kind=row.kind, object_id=row.object_id)
        try:
            _do(row)
        except Exception as error:
            logger.exception("due work failed", extra={"kind": row.kind, "due_work": row.pk})
            DueWork.objects.filter(pk=due_id, attempts=row.attempts).update(
                held=row.attempts >= ATTEMPTS,
                # The first line only: below it, PostgreSQL quotes the row.
                last_error=f"{type(error).__name__}: {str(error).partition('\n')[0]}"[:500],
                due_at=timezone.now() + timedelta(minutes=row.attempts**2),
            )


def _do(row: DueWork) -> None:
    kind = _kinds[row.kind]
    # Asked for again meanwhile: the attempts are back at 0, and the row stays.
    done = DueWork.objects.filter(pk=row.pk, attempts=row.attempts)
    if kind.scoped and row.community_id is not None:
        with scope(row.community_id):
            kind.handler(row.object_id)
            done.delete()
    else:
        kind.handler(row.object_id)
        done.delete()


@contextmanager
def _only_one(due_id: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, due_id % (2**31 - 1)])
        row = cursor.fetchone()
        got = bool(row and row[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_unlock(%s, %s)", [LOCK_CLASS, due_id % (2**31 - 1)]
                )
