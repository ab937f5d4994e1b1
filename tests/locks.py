"""Who waits for a lock in the database of the test; that of others is on the same server."""

from django.db import connection

from tests.config.running import eventually


def waiting_for_locks(*, advisory: bool = True) -> list[int]:
    """Return the database's processes of the app role that wait for a lock.

    Call outside a transaction: inside, PostgreSQL shows those only who were there at its beginning.
    """
    assert not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = user"
            " AND datname = current_database() AND (%s OR wait_event <> 'advisory')",
            [advisory],
        )
        return [row[0] for row in cursor.fetchall()]


def until_waiting(count: int) -> None:
    """Return once so many connections wait for somebody else; fail if they never do."""
    eventually(lambda: len(waiting_for_locks()) == count, f"{count} wait", step=0.02)
