"""One migrated database, of which every worker's own is a copy: migrating takes seconds, copying none.

It is kept with its servers as long as no migration and no dependency changes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connections
from psycopg import sql

from config.embedded.data_folder import PROJECT

PREFIX = "porchlight_template_"
# Of advisory locks; any constant will do.
_LOCK = 720_113


def make_test_database(make: Callable[[], Any]) -> Any:
    """Return what `make` does, which creates the test database; of workers, the first one migrates."""
    name = PREFIX + _state_of_migrations()
    with _one_worker_at_a_time() as execute:
        if not _there(execute, name):
            made = make()
            _keep(execute, name)
            return made
    connections["owner"].settings_dict["TEST"]["TEMPLATE"] = name
    return make()


def _keep(execute: Callable[..., list[Any]], name: str) -> None:
    """Copy the database that was just made under this name, and drop what is out of date."""
    # A database that somebody is connected to cannot be copied.
    connections.close_all()
    for (old,) in execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"]):
        execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
    source = str(connections["owner"].settings_dict["NAME"])
    execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(source)
        )
    )


def _there(execute: Callable[..., list[Any]], name: str) -> bool:
    return bool(execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]))


@contextmanager
def _one_worker_at_a_time() -> Iterator[Callable[..., list[Any]]]:
    """Give a function that executes a statement outside the test databases."""
    with connections["owner"]._nodb_cursor() as cursor:

        def execute(statement: Any, given: list[Any] | None = None) -> list[Any]:
            cursor.execute(statement, given)
            return list(cursor.fetchall()) if cursor.description else []

        execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        yield execute


def _state_of_migrations() -> str:
    """Return a word that changes with each migration, and each dependency that may have some."""
    found = sha256((PROJECT / "uv.lock").read_bytes())
    for file in _migrations(PROJECT):
        found.update(file.read_bytes())
    return found.hexdigest()[:16]


def _migrations(project: Path) -> list[Path]:
    # They take policies, functions and constraints from these.
    places = ("*/migrations/*.py", "*/*sql.py", "*/*/*sql.py", "*/constraints.py")
    return sorted(file for place in places for file in project.glob(place))
