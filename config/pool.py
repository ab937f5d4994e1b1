"""Database connections shared by the threads of one web process. Off unless DATABASE_POOL=1.

For servers with threads, or with many more processes than the database bears. Never in workers:
theirs are processes with one thread, and a pool only hides which of them holds a connection.
"""

from typing import Any

from django.conf import settings

SMALLEST, LARGEST = 1, 8  # connections a process
WAIT = 5  # seconds for a free one, before the person gets the page that says "in a few minutes"


def use_pool() -> None:
    """Let the app's alias take its connections from psycopg's pool. Before the first query."""
    described: dict[str, Any] = settings.DATABASES["default"]
    described["CONN_MAX_AGE"] = 0  # the pool keeps them, not the threads
    described["OPTIONS"] = {
        **described["OPTIONS"],
        "pool": {"min_size": SMALLEST, "max_size": LARGEST, "timeout": WAIT},
    }
